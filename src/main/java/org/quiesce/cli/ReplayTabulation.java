package org.quiesce.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quiesce.kernel.Profile;
import org.quiesce.kernelreplay.InfrastructureException;
import org.quiesce.kernelreplay.KernelFolder;
import org.quiesce.kernelreplay.KernelReplay;
import org.quiesce.kernelreplay.Mode;
import org.quiesce.kernelreplay.ReplaySeries;
import org.quiesce.kernelreplay.ReplayTable;
import org.quiesce.report.Line;
import org.quiesce.report.Printable;

/**
 * Replays many modules, and keeps a table of what came of it, which is written anew after each.
 *
 * @param kernels where the kernels are
 * @param file    of the table
 * @param logs    directory for what the machines wrote to their consoles
 */
record ReplayTabulation(Console console, Path kernels, Mode mode, Path file, Optional<Path> logs) {

    /** Replays all of those names on all of those kernels that are not in the table yet. */
    ExitStatus of(List<String> names, List<Profile> profiles, ReplaySources sources) {
        List<ReplaySeries.Result> results = new ArrayList<>();
        try {
            for (Profile profile : names.isEmpty() ? List.<Profile>of() : profiles) {
                KernelFolder folder = KernelFolder.find(kernels, ReplayKernels.of(profile));
                Map<ReplaySeries.Item, String> asked = new LinkedHashMap<>();
                Deque<String> open = new ArrayDeque<>(names.stream().filter(n -> !table().has(n, folder.release())).toList());
                Iterator<ReplaySeries.Item> items = new Iterator<>() {
                    private Optional<ReplaySeries.Item> next = Optional.empty();

                    @Override
                    public boolean hasNext() {
                        while (next.isEmpty() && !open.isEmpty()) {
                            String name = open.remove();
                            next = sources.item(name, profile);
                            next.ifPresentOrElse(item -> asked.put(item, name),
                                    () -> console.say("quiesce: " + Printable.echo(name) + ": no schedule on " + profile.name()));
                        }
                        return next.isPresent();
                    }

                    @Override
                    public ReplaySeries.Item next() {
                        ReplaySeries.Item item = next.orElseThrow();
                        next = Optional.empty();
                        return item;
                    }
                };
                results.addAll(new ReplaySeries(new KernelReplay(folder, mode))
                        .run(items, result -> add(asked.get(result.item()), folder.release(), result)));
            }
        } catch (InfrastructureException e) {
            console.say("quiesce: " + e.getMessage());
            return ExitStatus.UNRELIABLE;
        }
        console.print(table().summary());
        return KernelReplayCommand.status(results);
    }

    private ReplayTable table() {
        return ReplayTable.read(Files.exists(file) ? new InputFile(file).text("a table", "name another file") : "");
    }

    private void add(String name, String release, ReplaySeries.Result result) {
        KernelReplay.Part part = result.item().part();
        ReplayTable.Row row = new ReplayTable.Row(name, release, part.schedule().property().id(), part.outcome().code(),
                part.schedule().grants().size(),
                result.broken().finding().sentence().replace(part.source().name(), name + ".c"),
                result.control().map(other -> other.finding().sentence()).orElse("-"));
        logs.ifPresent(directory -> OutputFile.at(directory.resolve(name.replace('/', '-') + "-" + release + ".log"))
                .write(result.broken().log(), console));
        console.remark(List.of(Line.of(name + " on " + release + ": " + row.shown() + "; mended: " + row.control())));
        OutputFile.at(file).write(table().with(row).markdown(), console);
    }
}
