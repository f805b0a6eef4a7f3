package org.quiesce.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.quiesce.export.FileNames;
import org.quiesce.result.Checked;
import org.quiesce.trace.Trace;
import org.quiesce.trace.TraceFile;

/**
 * The counterexamples of checks as files that can be replayed.
 *
 * @param texts by the name of the file
 */
record ReplayFiles(Map<String, String> texts) {

    static ReplayFiles of(List<Checked> checks) {
        FileNames names = FileNames.of(checks.stream().map(Checked::name).toList());
        Map<String, String> texts = new LinkedHashMap<>();
        for (Checked check : checks) {
            check.result().properties().stream().flatMap(p -> p.counterexample().stream()).forEach(counterexample -> {
                Trace trace = counterexample.trace();
                texts.put(names.of(check.name(), trace.kernel(), trace.property().id()) + ".json", TraceFile.write(trace));
            });
        }
        return new ReplayFiles(texts);
    }

    /**
     * Writes them into a directory, which is created if need be.
     *
     * @return the files
     * @throws UncheckedIOException if one of them can't be written
     */
    List<Path> writeTo(Path directory) {
        List<Path> written = new ArrayList<>();
        try {
            Files.createDirectories(directory);
            for (Map.Entry<String, String> text : texts.entrySet()) {
                written.add(Files.writeString(directory.resolve(text.getKey()), text.getValue()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("counterexamples can't be kept in " + directory, e);
        }
        return written;
    }
}
