package org.quiesce.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** What a bundle is of, and how it is checked; also read from a bundle, when it is made again. */
final class BundleOptions {

    /** What may be said of the check: nothing that changes which program runs, and no file that is not in the bundle. */
    private static final Set<String> OPTIONS = Set.of("--kernel", "--granularity", "--property", "--engine", "--timeout",
            "-D", "-U", "--include", "--module", "--threads", "--users", "--outside");

    @Mixin
    private Subjects subjects = new Subjects();

    @Mixin
    private CheckOptions options = new CheckOptions();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    Subjects subjects() {
        return subjects;
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
        List<String> arguments = new ArrayList<>(subjects.what());
        parsed.matchedOptions().stream().filter(option -> OPTIONS.contains(option.longestName()))
                .sorted(Comparator.comparing(OptionSpec::longestName))
                .forEach(option -> option.originalStringValues()
                        .forEach(value -> arguments.add(option.longestName() + "=" + value)));
        return arguments;
    }
}
