package org.quiesce.cli;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import org.quiesce.cli.BundleMaker.Made;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quiesce bundle}: evidence to hand over. */
@Command(name = "bundle", description = "Check, and write all that was found, and what it was found by, as one bundle.",
        footer = {"", "Specifications, configurations, commands, versions, counts, counterexamples, their replays, the C,",
            "the page and the checksums of all. The same call with the same version writes the same bytes.",
            "TLC runs afresh. verify-bundle checks a bundle.",
            "", "Exit status: 0 written, 2 usage or bad input, 3 inconclusive, 4 disputed, or an engine failed.",
            "A violation is no error here.",
            "", "Examples:", "  quiesce bundle state-set-after-check --kernel 5.10 --out evidence.zip",
            "  quiesce bundle driver.c --out evidence",
            "  quiesce bundle drivers/pump --out pump.zip"})
final class BundleCommand implements Callable<Integer> {

    private static final String ZIP = ".zip";
    private static final Set<String> OF_OUTPUT = Set.of("--out", "--no-color", "--quiet", "--verbose");

    @Mixin
    private BundleOptions bundle = new BundleOptions();

    @ArgGroup(exclusive = true)
    private Talking talking = new Talking();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--out", paramLabel = "FILE.zip|DIR", required = true, converter = Converters.Place.class,
            description = "Where it is written: a zip file, which is replaced, or a directory, which must not be there yet.")
    private Path out = Path.of("");

    private final Environment environment;

    BundleCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Console console = talking.on(common.console(environment));
        BundlePlace place = BundlePlace.at(out, ZIP);
        Made made = new BundleMaker(bundle, bundle.arguments(OF_OUTPUT)).make(console, environment);
        place.write(made.bundle(), console);
        console.print("sha256:" + made.bundle().digest() + "\n");
        Checks.failures(made.sheets()).forEach(console::say);
        return ExitStatus.ofUndecided(made.sheets().stream().flatMap(sheet -> sheet.checks().stream())
                .map(check -> check.result())).code();
    }
}
