package org.quiesce.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.quiesce.bundle.Bundle;
import org.quiesce.bundle.FoundBundle;
import org.quiesce.report.Printable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code quiesce verify-bundle}: is a bundle what it says? */
@Command(name = "verify-bundle", description = "Check a bundle: that nothing in it was changed, and that its findings are found again.",
        footer = {"", "First every file is held against the checksums: what was changed, is missing or was added is named.",
            "Whoever changed the checksums, too, is found by what comes next: the bundle is made again, with what it has",
            "itself of C and of calls, and compared byte by byte. Nothing is read from a network.",
            "--digest also holds it against what bundle printed, which the bundle itself can't forge.",
            "", "Exit status: 0 it is what it says, 1 it is not, 2 usage or bad input, 3 it was made by another version,",
            "and only its checksums could be checked.",
            "", "Example:", "  quiesce verify-bundle evidence.zip"})
final class VerifyBundleCommand implements Callable<Integer> {

    private static final int MOST_SHOWN = 20;

    @Parameters(paramLabel = "FILE.zip|DIR", converter = Converters.Place.class, description = "The bundle.")
    private Path place = Path.of("");

    @Option(names = "--digest", paramLabel = "sha256:HEX", description = "What bundle printed when it made it.")
    private Optional<String> digest = Optional.empty();

    @ArgGroup(exclusive = true)
    private Talking talking = new Talking();

    @Mixin
    private CommonOptions common = new CommonOptions();

    private final Environment environment;

    VerifyBundleCommand(Environment environment) {
        this.environment = environment;
    }

    /** A call that is made again. */
    @Command(name = "bundle")
    static final class Call {
        @Mixin
        private BundleOptions bundle = new BundleOptions();
    }

    @Override
    public Integer call() {
        Console console = talking.on(common.console(environment));
        FoundBundle found = found();
        List<String> wrong = new ArrayList<>(found.oddness());
        wrong.addAll(found.bundle().tampering());
        digest.filter(given -> !given.equals("sha256:" + found.bundle().digest()))
                .ifPresent(given -> wrong.add("another bundle: it is sha256:" + found.bundle().digest()));
        if (!wrong.isEmpty()) {
            return refuted(wrong, console);
        }
        console.print(found.bundle().size() + " files, as their checksums say; sha256:" + found.bundle().digest() + "\n");
        JsonNode manifest = manifest(found.bundle());
        String version = manifest.path("version").asText();
        if (!version.equals(Quiesce.Version.number())) {
            console.print("not made again: it is of version " + Printable.echo(version) + ", and this is "
                    + Quiesce.Version.number() + "\n");
            return ExitStatus.INCONCLUSIVE.code();
        }
        List<String> differences = found.bundle().differences(again(found.bundle(), manifest, console));
        if (!differences.isEmpty()) {
            return refuted(differences, console);
        }
        console.print("made again: the same, byte for byte\n");
        return ExitStatus.OK.code();
    }

    private static int refuted(List<String> wrong, Console console) {
        wrong.stream().limit(MOST_SHOWN).forEach(line -> console.print(line + "\n"));
        if (wrong.size() > MOST_SHOWN) {
            console.print("and " + (wrong.size() - MOST_SHOWN) + " more\n");
        }
        console.print("this is not what was bundled\n");
        return ExitStatus.NOT_AS_EXPECTED.code();
    }

    private FoundBundle found() {
        if (!Files.exists(place)) {
            throw new BadInput("there is no '" + Printable.echo(place.toString()) + "'\nname a file or a directory that bundle wrote");
        }
        try {
            FoundBundle found = FoundBundle.read(place);
            if (found.bundle().text(Bundle.SUMS).isEmpty() && found.bundle().text(BundleMaker.MANIFEST).isEmpty()) {
                throw new BadInput("'" + Printable.echo(place.toString()) + "' is no bundle: it has no " + Bundle.SUMS
                        + "\nname a file or a directory that bundle wrote");
            }
            return found;
        } catch (FoundBundle.UnreadableException e) {
            throw new BadInput("'" + Printable.echo(place.toString()) + "': " + e.getMessage()
                    + "\nname a file or a directory that bundle wrote");
        }
    }

    private static JsonNode manifest(Bundle bundle) {
        try {
            JsonNode manifest = new JsonMapper().readTree(bundle.text(BundleMaker.MANIFEST).orElse("{}"));
            if (manifest.path("schema").asText().equals(BundleMaker.SCHEMA)) {
                return manifest;
            }
        } catch (JsonProcessingException e) {
            // Said below.
        }
        throw new BadInput(BundleMaker.MANIFEST + " of the bundle is none that this version reads\nit should be of "
                + BundleMaker.SCHEMA);
    }

    /** The bundle as it would be made now, of its own C. */
    private Bundle again(Bundle bundle, JsonNode manifest, Console console) {
        List<String> arguments = new ArrayList<>();
        manifest.path("arguments").forEach(argument -> arguments.add(argument.asText()));
        Call call = new Call();
        try {
            CommandLine parser = new CommandLine(call);
            parser.setExpandAtFiles(false);
            parser.parseArgs(arguments.toArray(String[]::new));
            List<String> same = call.bundle.arguments(Set.of());
            try (BundledFiles files = BundledFiles.of(sources(bundle, manifest))) {
                return new BundleMaker(call.bundle, same).make(console, new Environment(environment.console(),
                        environment.library().over(files.system()), environment.answers())).bundle();
            }
        } catch (ParameterException e) {
            throw new BadInput(BundleMaker.MANIFEST + " of the bundle has a call that is none: " + Printable.echo(e.getMessage()));
        }
    }

    /** The text of every file that it says was read, by the name under which it was. */
    private static SortedMap<String, String> sources(Bundle bundle, JsonNode manifest) {
        SortedMap<String, String> texts = new TreeMap<>();
        manifest.path("sources").properties().forEach(source -> texts.put(source.getKey(),
                bundle.text(source.getValue().asText()).orElseThrow(() -> new BadInput(
                        BundleMaker.MANIFEST + " of the bundle names a file that is not in it"))));
        return texts;
    }
}
