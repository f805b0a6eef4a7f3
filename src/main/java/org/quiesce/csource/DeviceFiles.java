package org.quiesce.csource;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.cdt.core.dom.ast.IASTIdExpression;
import org.eclipse.cdt.core.dom.ast.IASTNode;

/** The files that the device of a driver has: nobody opens them, or reads or writes them in sysfs, before it is probed. */
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
        Set<String> holders = holders(variable);
        List<String> naming = file.functions().entrySet().stream()
                .filter(function -> names(function.getValue(), holders))
                .map(Map.Entry::getKey)
                .toList();
        return drivers.only().filter(driver -> naming.isEmpty()
                ? holders.contains(driver)
                : callers.reachable(drivers.functions(driver)).containsAll(naming));
    }

    /** The variables that name a variable, those that name them, and so on: it itself, arrays of attributes, groups. */
    private Set<String> holders(String variable) {
        Set<String> found = new LinkedHashSet<>(Set.of(variable));
        boolean grows = true;
        while (grows) {
            grows = file.variables().entrySet().stream()
                    .filter(v -> !found.contains(v.getKey()) && CModule.value(v.getValue()).isPresent())
                    .filter(v -> names(v.getValue().getInitializer(), found))
                    .toList().stream()
                    .map(v -> found.add(v.getKey()))
                    .reduce(false, Boolean::logicalOr);
        }
        return found;
    }

    private static boolean names(IASTNode node, Set<String> variables) {
        boolean[] found = new boolean[1];
        Ast.expressions(node, e -> found[0] |= e instanceof IASTIdExpression id && variables.contains(id.getName().toString()));
        return found[0];
    }
}
