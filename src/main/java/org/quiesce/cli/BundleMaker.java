package org.quiesce.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.quiesce.bundle.Bundle;
import org.quiesce.export.Document;
import org.quiesce.export.ExportException;
import org.quiesce.export.ExportFormat;
import org.quiesce.export.FileNames;
import org.quiesce.page.Page;
import org.quiesce.report.Printable;
import org.quiesce.report.Sheet;
import org.quiesce.result.Check;
import org.quiesce.result.Checked;
import org.quiesce.result.Material;
import org.quiesce.result.ResultJson;
import org.quiesce.result.Results;
import org.quiesce.result.Results.Extent;
import org.quiesce.tlc.AnswerCache;
import org.quiesce.trace.TraceFile;

/** Checks, and makes a bundle of what was found and of what it was found by. The same call makes the same bytes. */
final class BundleMaker {

    /** The value of {@code schema} in a manifest. */
    static final String SCHEMA = "quiesce-bundle/1";
    static final String MANIFEST = "manifest.json";

    private static final JsonMapper MAPPER = new JsonMapper();

    private final BundleOptions options;
    private final List<String> arguments;
    private final SortedMap<String, String> files = new TreeMap<>();

    /**
     * Prepares a bundle.
     *
     * @param arguments the call, by which it can be made again
     */
    BundleMaker(BundleOptions options, List<String> arguments) {
        this.options = options;
        this.arguments = List.copyOf(arguments);
    }

    /** A bundle, and what it is of. */
    record Made(Bundle bundle, List<Sheet> sheets) {}

    Made make(Console console, Environment environment) {
        List<Target> targets = options.subjects().in(environment.library());
        SortedMap<String, String> read = apart(options.subjects().files(targets, environment.library()));
        List<Sheet> sheets = new Checks(options.options(), console, AnswerCache.none())
                .all(options.options().plan(targets), sheet -> { });
        List<Checked> checks = sheets.stream().flatMap(sheet -> sheet.checks().stream()).toList();
        Results results = Results.of(ExitStatus.of(sheets).code(), checks, Extent.WHOLE);
        FileNames names = FileNames.of(checks.stream().map(Checked::name).toList());
        results(results);
        checks.forEach(check -> traces(check, names));
        SortedMap<String, String> places = sources(read);
        files.put("commands.txt", new BundledCommands(arguments, options.ofSources(), places)
                .text(results.checks().stream().flatMap(check -> specification(check, names).stream()).toList(),
                        files.keySet().stream().filter(name -> name.startsWith("traces/")).toList()));
        files.put("README.txt", readme());
        files.put(MANIFEST, manifest(places));
        return new Made(Bundle.of(files), sheets);
    }

    /** In a bundle there is nothing above the directory in which it was called. */
    private static SortedMap<String, String> apart(SortedMap<String, String> read) {
        Map<Path, String> places = new HashMap<>();
        read.keySet().forEach(name -> {
            String other = places.putIfAbsent(Path.of("/").resolve(name).normalize(), name);
            if (other != null) {
                throw new BadInput("'" + Printable.echo(other) + "' and '" + Printable.echo(name) + "' would be one file in a bundle\n"
                        + "call bundle in a directory that has both in or below it");
            }
        });
        return read;
    }

    // ---- files

    private void results(Results results) {
        files.put("result.json", ResultJson.write(results));
        files.put("report.html", Page.of(results));
        try {
            for (Document lanes : ExportFormat.SVG.documents(results)) {
                files.put("lanes/" + lanes.file(), lanes.text());
            }
        } catch (ExportException e) {
            throw new IllegalStateException("results that were just found have all that is exported", e);
        }
        files.put("counts.csv", "what,kernel,granularity,states of TLC,states of the simulator\n" + results.checks().stream()
                .map(check -> String.join(",", check.name().replaceAll("[,\"\\p{Cntrl}]", "_"), check.kernel(), check.granularity(),
                        check.states().tlc().stream().mapToObj(Long::toString).findFirst().orElse(""),
                        check.states().simulator().stream().mapToObj(Long::toString).findFirst().orElse("")) + "\n")
                .collect(Collectors.joining()));
        files.put("replays.txt", results.checks().stream()
                .flatMap(check -> check.properties().stream().flatMap(finding -> finding.counterexample().stream()
                        .map(evidence -> check.name() + " on " + check.kernel() + ", " + finding.name() + ": "
                                + evidence.replay().map(replay -> replay.message()).orElse("not replayed")
                                + evidence.replayOfTlc().map(replay -> "; TLC's own run: " + replay.message()).orElse("") + "\n")))
                .collect(Collectors.joining()));
    }

    /** Adds the specification of a check, and says how TLC is called on it. */
    private Optional<BundledCommands.Specification> specification(Check check, FileNames names) {
        String place = "specs/" + names.of(check.name(), check.kernel());
        return check.material().map(Material::specification).map(specification -> {
            specification.files().forEach((name, text) -> files.put(place + "/" + name, text));
            return new BundledCommands.Specification(place, specification.module(),
                    specification.files().keySet().stream().filter(name -> name.endsWith(".cfg")).toList());
        });
    }

    private void traces(Checked check, FileNames names) {
        check.result().properties().forEach(property -> property.counterexample().ifPresent(found ->
                files.put("traces/" + names.of(check.name(), found.trace().kernel(), property.property().id()) + ".json",
                        TraceFile.write(found.trace()))));
    }

    private static String readme() {
        return """
                Evidence that Quiesce gathered.

                manifest.json  by which call and version it was made
                result.json    what was found, and all that it was found about
                report.html    the same to read
                counts.csv     how many distinct states each engine has
                specs/         the specifications in TLA+, each with its configurations
                traces/        the counterexamples, to be replayed
                lanes/         the same as pictures
                replays.txt    what came of replaying them
                sources/       the C and the models that were read, if there are any
                commands.txt   how to do each of that again: sh commands.txt
                SHA256SUMS     the checksums of all other files

                quiesce verify-bundle finds whatever was changed, and makes the bundle again: with the same version it is
                the same, byte for byte.
                """;
    }

    /**
     * Adds the files that were read.
     *
     * @param read the text of each, by its name
     * @return where each is, by its name
     */
    private SortedMap<String, String> sources(SortedMap<String, String> read) {
        SortedMap<String, String> places = new TreeMap<>();
        read.forEach((name, text) -> {
            String place = "sources/" + (places.size() + 1) + "-" + plain(Path.of(name).getFileName().toString());
            places.put(name, place);
            files.put(place, text);
        });
        return places;
    }

    private String manifest(SortedMap<String, String> places) {
        ObjectNode manifest = MAPPER.createObjectNode();
        manifest.put("schema", SCHEMA);
        manifest.put("version", Quiesce.Version.number());
        ArrayNode call = manifest.putArray("arguments");
        arguments.forEach(call::add);
        ObjectNode named = manifest.putObject("sources");
        places.forEach(named::put);
        return ResultJson.text(manifest);
    }

    private static String plain(String name) {
        return name.replaceAll("[^A-Za-z0-9._+-]", "_");
    }
}
