package org.quiesce.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.quiesce.report.Checked;
import org.quiesce.trace.TraceFile;

/** Keeps counterexamples as files, named after what they refute. */
final class TraceStore {

    private final OutputDirectory directory;

    TraceStore(OutputDirectory directory) {
        this.directory = directory;
    }

    void keep(List<Checked> checks) {
        Map<String, String> files = new LinkedHashMap<>();
        for (Checked check : checks) {
            check.result().properties().forEach(p -> p.counterexample().ifPresent(c -> files.put(
                    String.join("-", check.name().replace('/', '-'), check.result().profile().name(),
                            p.property().id()) + ".json",
                    TraceFile.write(c.trace()))));
        }
        if (!files.isEmpty()) {
            directory.write(files);
        }
    }
}
