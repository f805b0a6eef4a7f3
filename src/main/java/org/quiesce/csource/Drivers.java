package org.quiesce.csource;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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

    private final CModule file;
    private final Registrations registrations;
    private final Names names;
    /** The flag that says whether a device is bound, by driver. */
    private final Map<String, String> bound = new HashMap<>();
    /** What the device of each gives back by itself. */
    private final Map<String, Managed> managed = new TreeMap<>();
    /** What that gets whose probe function is being translated. */
    private Optional<Managed> probing = Optional.empty();

    Drivers(CModule file, Registrations registrations, Names names) {
        this.file = file;
        this.registrations = registrations;
        this.names = names;
    }

    /** The drivers that a macro registers. */
    List<String> ofMacros() {
        return file.marked("driver_").values().stream().map(IBinding::getName).toList();
    }

    /** The device is probed; the driver core adds files of its own after that, and removes them before (drivers/base/dd.c). */
    void register(Translation in, String driver, int line) {
        Optional<IASTFunctionDefinition> probe = function(driver, "probe");
        if (probe.isEmpty()) {
            return;
        }
        String flag = bound.computeIfAbsent(driver, d -> names.fresh(d + "_bound"));
        in.abstracted(Abstraction.Kind.ASSUMED, line, "'" + driver + "' has one device, from its registration on");
        String failed = in.temporary("failed");
        Optional<Managed> around = probing;
        probing = Optional.of(managed.computeIfAbsent(driver, d -> new Managed()));
        in.inline(probe.get(), line, List.of(), Optional.of(Target.of(failed)));
        probing = around;
        in.out().branch(line, Conditions.equal(failed, 0), () -> {
            in.module().files().of(driver).ifPresent(files -> FileCalls.registered(in, files, line));
            in.emit(line, Ops.set(flag));
        }, () -> managed.get(driver).giveBack(in));
    }

    /**
     * What the device gives back by itself for which a call is made: that whose probe function makes it.
     *
     * @throws Unresolved if it is made somewhere else
     */
    Managed managed(CallSite site) {
        return probing().orElseThrow(() ->
                new Unresolved("which device gives back what " + site.name() + "() gets, and when, is unknown"));
    }

    /** What the device gives back by itself whose probe function is being translated. */
    Optional<Managed> probing() {
        return probing;
    }

    /** The device is removed. */
    void unregister(Translation in, String driver, int line) {
        String flag = bound.computeIfAbsent(driver, d -> names.fresh(d + "_bound"));
        in.out().branch(line, Conditions.flag(flag), () -> {
            in.emit(line, Ops.clear(flag));
            in.module().files().of(driver).ifPresent(files -> FileCalls.withdraw(in, files, line));
            remove(driver).ifPresent(remove -> in.inline(remove, line, List.of(), Optional.empty()));
            Optional.ofNullable(managed.get(driver)).ifPresent(m -> m.giveBack(in));
        }, () -> {});
    }

    /** The driver of which a device was bound, if there is one such driver. */
    Optional<String> only() {
        return bound.size() == 1 ? bound.keySet().stream().findFirst() : Optional.empty();
    }

    /** What the device of each driver gives back by itself. */
    Collection<Managed> all() {
        return managed.values();
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
        return bound.keySet().stream().filter(driver -> remove(driver).isPresent()
                || Optional.ofNullable(managed.get(driver)).filter(m -> !m.isEmpty()).isPresent()).sorted().toList();
    }

    private Optional<IASTFunctionDefinition> remove(String driver) {
        return Stream.of("remove", "remove_new", "disconnect").flatMap(field -> function(driver, field).stream()).findFirst();
    }

    /** The drivers of which a device was bound. */
    List<String> bound() {
        return bound.keySet().stream().sorted().toList();
    }

    /** The function that a field of a driver holds, or a field of what it points to. */
    Optional<IASTFunctionDefinition> function(String driver, String field) {
        return registrations.field(driver, field).flatMap(file::functionNamedBy);
    }

    void declare(ProtocolBuilder builder) {
        bound.values().stream().sorted().forEach(builder::flag);
        managed.values().forEach(m -> m.declare(builder));
    }
}
