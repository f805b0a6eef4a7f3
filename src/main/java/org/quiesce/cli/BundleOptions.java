package org.quiesce.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a bundle is of, and how it is checked; also read from a bundle, when it is made again. */
final class BundleOptions {

    /** What may be said of the check: nothing that names a file, or changes which program runs. */
    private static final Set<String> OPTIONS = Set.of("--kernel", "--granularity", "--property", "--engine", "--timeout");

    @Parameters(arity = "1..*", paramLabel = "WHAT", converter = Converters.Name.class,
            description = "Ids of the atlas (such as first-kthread or first-kthread/broken), or C files, each a module by itself.")
    private List<String> what = List.of();

    @Mixin
    private CheckOptions options = new CheckOptions();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    List<String> what() {
        return what;
    }

    CheckOptions options() {
        return options;
    }

    /**
     * The call without what is about its output, so that it can be made again.
     *
     * @param ofOutput options that are left out
     * @throws BadInput if it has an option that a bundle can't have
     */
    List<String> arguments(Set<String> ofOutput) {
        ParseResult parsed = command.commandLine().getParseResult();
        for (OptionSpec option : parsed.matchedOptions()) {
            if (!OPTIONS.contains(option.longestName()) && !ofOutput.contains(option.longestName())) {
                throw new BadInput(option.longestName() + " is not for bundles, which must be the same wherever they are made\n"
                        + "leave it out");
            }
        }
        List<String> arguments = new ArrayList<>(what);
        parsed.matchedOptions().stream().filter(option -> OPTIONS.contains(option.longestName()))
                .sorted(Comparator.comparing(OptionSpec::longestName))
                .forEach(option -> arguments.add(option.longestName() + "="
                        + option.originalStringValues().stream().collect(Collectors.joining(","))));
        return arguments;
    }
}
