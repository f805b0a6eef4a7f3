package org.quiesce.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.quiesce.report.Checked;
import org.quiesce.report.Sheet;
import org.quiesce.trace.Trace;
import org.quiesce.trace.TraceFile;

/** Keeps counterexamples as files, named after what they refute. */
final class TraceStore {

    private final OutputDirectory directory;

    TraceStore(OutputDirectory directory) {
        this.directory = directory;
    }

    /** Keeps every counterexample, or none if one of them can't be kept. */
    void keep(List<Sheet> sheets) {
        Map<String, String> files = new LinkedHashMap<>();
        sheets.forEach(sheet -> sheet.checks().forEach(check -> check.result().properties().forEach(property ->
                property.counterexample().ifPresent(c -> add(files, check, c.trace())))));
        if (!files.isEmpty()) {
            directory.write(files);
        }
    }

    private void add(Map<String, String> files, Checked check, Trace trace) {
        String file = String.join("-", check.name().replace('/', '-'), trace.kernel(), trace.property().id()) + ".json";
        if (files.put(file, TraceFile.write(trace)) != null) {
            throw new BadInput("two counterexamples would be called " + file + " in '" + directory
                    + "'\nsave those of " + check.name() + " in another directory");
        }
    }
}
