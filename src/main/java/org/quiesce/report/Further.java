package org.quiesce.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.quiesce.catalog.FaultClass;
import org.quiesce.protocol.property.Property;
import org.quiesce.result.Checked;
import org.quiesce.workbench.PropertyResult;
import org.quiesce.workbench.Verdict;

/** The end of an output that names properties or faults: how to learn more about them. */
public final class Further {

    /** The command that says more about a property or an entry of the atlas, which it takes as its last word. */
    public static final String COMMAND = "quiesce list --explain ";

    private static final String PAGES = "docs/atlas";
    /** So many are named one by one. */
    private static final int MOST = 3;

    private Further() {}

    /** About what sheets name: the properties that do not simply hold, if there are any, and the faults of the atlas. */
    public static List<Line> ofSheets(List<Sheet> sheets, int width) {
        return of(named(sheets), faults(sheets), width);
    }

    /** About properties. */
    public static List<Line> of(Collection<Property> properties, int width) {
        return of(properties, List.of(), width);
    }

    private static List<Line> of(Collection<Property> properties, List<String> faults, int width) {
        List<String> ways = new ArrayList<>();
        if (!properties.isEmpty()) {
            ways.add(about(properties.stream().distinct().sorted().map(Property::id).toList()));
        }
        if (!faults.isEmpty()) {
            ways.add(faults.size() == 1
                    ? COMMAND + faults.get(0) + ", or " + PAGES + "/" + faults.get(0) + ".md, on the fault"
                    : COMMAND + "ID, or " + PAGES + ", on the faults");
        }
        return ways.isEmpty() ? List.of() : Facts.fact("learn more", String.join("; ", ways), width);
    }

    private static String about(List<String> names) {
        if (names.size() > MOST) {
            return COMMAND + "NAME, for each of these properties";
        }
        List<String> others = names.subList(1, names.size());
        return COMMAND + names.get(0) + (others.isEmpty() ? "" : " (or " + String.join(", ", others) + ")");
    }

    private static List<Property> named(List<Sheet> sheets) {
        List<PropertyResult> all = sheets.stream().flatMap(sheet -> sheet.checks().stream())
                .flatMap(check -> check.result().properties().stream())
                .toList();
        List<PropertyResult> remarkable = all.stream().filter(found -> found.verdict() != Verdict.HOLDS).toList();
        return (remarkable.isEmpty() ? all : remarkable).stream().map(PropertyResult::property).toList();
    }

    private static List<String> faults(List<Sheet> sheets) {
        return sheets.stream().flatMap(sheet -> sheet.checks().stream()).map(Checked::name)
                .map(name -> name.replaceFirst("/.*", ""))
                .filter(id -> FaultClass.named(id).isPresent())
                .distinct()
                .toList();
    }
}
