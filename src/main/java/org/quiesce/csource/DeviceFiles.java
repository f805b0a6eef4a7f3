package org.quiesce.csource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The files that the device of a driver has, where it is not known what registers them: nobody uses them before it is probed. */
final class DeviceFiles {

    private final CModule file;
    private final Drivers drivers;
    private final Callers callers;

    DeviceFiles(CModule file, Drivers drivers, Callers callers) {
        this.file = file;
        this.drivers = drivers;
        this.callers = callers;
    }

    /** The driver whose device has the file that a variable describes; empty if it is there without a device, too. */
    Optional<String> driverOf(String variable) {
        Set<String> holders = file.holders(variable);
        List<String> naming = file.functions().entrySet().stream()
                .filter(function -> CModule.names(function.getValue(), holders))
                .map(Map.Entry::getKey)
                .toList();
        return drivers.only().filter(driver -> naming.isEmpty()
                ? holders.contains(driver)
                : callers.reachable(drivers.functions(driver)).containsAll(naming));
    }
}
