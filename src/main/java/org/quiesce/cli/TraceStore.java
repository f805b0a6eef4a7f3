package org.quiesce.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.quiesce.cli.CheckOptions.Plan;
import org.quiesce.export.FileNames;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.property.Property;
import org.quiesce.report.Sheet;
import org.quiesce.trace.Trace;
import org.quiesce.trace.TraceFile;

/** Keeps counterexamples as files, named after what they refute. */
final class TraceStore {

    private final OutputDirectory directory;
    private final FileNames names;

    private TraceStore(OutputDirectory directory, FileNames names) {
        this.directory = directory;
        this.names = names;
    }

    /**
     * A store for whatever may come of these plans.
     *
     * @throws BadInput if a counterexample could not be kept, so that nobody waits for it
     */
    static TraceStore in(OutputDirectory directory, List<Plan> plans, Function<Plan, List<Profile>> kernels) {
        TraceStore store = new TraceStore(directory, FileNames.of(plans.stream().map(p -> p.target().name()).toList()));
        for (Plan plan : plans) {
            Set<Property> asked = plan.properties().isEmpty() ? Set.of(Property.values()) : plan.properties();
            kernels.apply(plan).forEach(kernel -> new TreeSet<>(asked).forEach(property ->
                    directory.needs(store.file(plan.target().name(), kernel.name(), property))));
        }
        return store;
    }

    /** Keeps every counterexample, or none if one of them can't be kept, and says where they are. */
    void keep(List<Sheet> sheets, Console console) {
        Map<String, String> files = new LinkedHashMap<>();
        sheets.forEach(sheet -> sheet.checks().forEach(check -> check.result().properties().forEach(property ->
                property.counterexample().ifPresent(c -> files.put(
                        file(check.name(), c.trace()), TraceFile.write(c.trace()))))));
        if (files.isEmpty()) {
            console.say("no counterexample to save");
        } else {
            directory.write(files, console);
        }
    }

    private String file(String check, Trace trace) {
        return file(check, trace.kernel(), trace.property());
    }

    private String file(String check, String kernel, Property property) {
        return names.of(check, kernel, property.id()) + ".json";
    }
}
