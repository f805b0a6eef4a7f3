package org.quiesce.csource;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.quiesce.protocol.Conditions;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.ProtocolBuilder;

/**
 * Drivers, as one device has them: it is probed when the driver is registered, and removed, if it was probed with
 * success, when the driver is unregistered.
 */
final class Drivers {

    /** Calls that register the driver that is their first argument. */
    static final Set<String> REGISTER = Set.of("platform_driver_register", "pci_register_driver", "usb_register",
            "i2c_add_driver", "spi_register_driver", "hid_register_driver", "register_virtio_driver",
            "serdev_device_driver_register", "platform_driver_probe");
    /** Calls that unregister it. */
    static final Set<String> UNREGISTER = Set.of("platform_driver_unregister", "pci_unregister_driver", "usb_deregister",
            "i2c_del_driver", "hid_unregister_driver", "spi_unregister_driver", "unregister_virtio_driver",
            "serdev_device_driver_unregister");

    /** Calls that take files out of sysfs, and wait for those who read or write them. */
    static final Set<String> REMOVES_FILES = Set.of("device_remove_file", "device_remove_bin_file", "device_remove_group",
            "device_remove_groups", "sysfs_remove_file", "sysfs_remove_files", "sysfs_remove_group", "sysfs_remove_groups");

    private final CModule file;
    private final Registrations registrations;
    private final Names names;
    /** The flag that says whether a device is bound, by driver. */
    private final Map<String, String> bound = new HashMap<>();
    /** The semaphore that stands for the files in sysfs: who reads or writes one holds it. */
    private Optional<String> files = Optional.empty();

    Drivers(CModule file, Registrations registrations, Names names) {
        this.file = file;
        this.registrations = registrations;
        this.names = names;
    }

    /** The drivers that a macro registers. */
    List<String> ofMacros() {
        return file.marked("driver_").values().stream().map(IBinding::getName).toList();
    }

    /** The device is probed. */
    void register(Translation in, String driver, int line) {
        Optional<IASTFunctionDefinition> probe = function(driver, "probe");
        if (probe.isEmpty()) {
            return;
        }
        String flag = bound.computeIfAbsent(driver, d -> names.fresh(d + "_bound"));
        in.abstracted(Abstraction.Kind.ASSUMED, line, "'" + driver + "' has one device, from its registration on");
        String failed = in.temporary("failed");
        in.inline(probe.get(), line, List.of(), Optional.of(Target.of(failed)));
        in.out().branch(line, Conditions.equal(failed, 0), () -> in.emit(line, Ops.set(flag)), () -> {});
    }

    /** The device is removed. */
    void unregister(Translation in, String driver, int line) {
        String flag = bound.computeIfAbsent(driver, d -> names.fresh(d + "_bound"));
        in.out().branch(line, Conditions.flag(flag), () -> {
            in.emit(line, Ops.clear(flag));
            if (takesFilesAway(driver)) {
                removeFiles(in, line);
            }
            remove(driver).ifPresent(remove -> in.inline(remove, line, List.of(), Optional.empty()));
        }, () -> {});
    }

    /** Files are taken out of sysfs: that waits for those who are in them. */
    void removeFiles(Translation in, int line) {
        if (hasFiles()) {
            in.emit(line, Ops.downWrite(files()));
            in.emit(line, Ops.upWrite(files()));
        }
    }

    /** The driver core takes away what {@code dev_groups} names, before it has the device removed (drivers/base/dd.c). */
    private boolean takesFilesAway(String driver) {
        return Optional.ofNullable(file.variables().get(driver)).filter(v -> v.getRawSignature().contains(".dev_groups"))
                .isPresent();
    }

    private boolean hasFiles() {
        return only().isPresent() && file.variables().values().stream().anyMatch(Entries::isAttribute);
    }

    /** The semaphore that whoever reads or writes a file in sysfs holds. */
    String files() {
        if (files.isEmpty()) {
            files = Optional.of(names.fresh("files_in_sysfs"));
        }
        return files.get();
    }

    /** The driver of which a device was bound, if there is one such driver. */
    Optional<String> only() {
        return bound.size() == 1 ? bound.keySet().stream().findFirst() : Optional.empty();
    }

    /** The flag that says that the driver's device is bound. */
    String flag(String driver) {
        return bound.get(driver);
    }

    /** What is called when a device comes and when it goes. */
    List<IASTFunctionDefinition> functions(String driver) {
        return Stream.of(function(driver, "probe"), remove(driver)).flatMap(Optional::stream).toList();
    }

    /** The drivers of which a device was bound and can be removed. */
    List<String> removable() {
        return bound.keySet().stream().filter(driver -> remove(driver).isPresent()).sorted().toList();
    }

    private Optional<IASTFunctionDefinition> remove(String driver) {
        return function(driver, "remove").or(() -> function(driver, "disconnect"));
    }

    private Optional<IASTFunctionDefinition> function(String driver, String field) {
        return registrations.field(driver, field).flatMap(file::functionNamedBy);
    }

    void declare(ProtocolBuilder builder) {
        bound.values().stream().sorted().forEach(builder::flag);
        files.ifPresent(builder::rwSemaphore);
    }
}
