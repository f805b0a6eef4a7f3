package org.quiesce.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** What a bundle is of, and how it is checked; also read from a bundle, when it is made again. */
final class BundleOptions {

    private static final Set<String> OF_SOURCES = Set.of("-D", "-U", "--include", "--module", "--threads", "--users", "--outside");
    private static final Set<String> OF_CHECKS = Set.of("--kernel", "--granularity", "--property", "--engine", "--timeout");
    /** What may be said of the check: nothing that changes which program runs, and no file that is not in the bundle. */
    private static final Set<String> OPTIONS =
            Stream.of(OF_SOURCES, OF_CHECKS).flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());

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
        return Stream.concat(subjects.what().stream(), given(OPTIONS)).toList();
    }

    /** The options that say how C is read. */
    List<String> ofSources() {
        return given(OF_SOURCES).toList();
    }

    /** An option that is given twice is also matched twice, each time with all its values. */
    private Stream<String> given(Set<String> names) {
        return command.commandLine().getParseResult().matchedOptions().stream().distinct()
                .filter(option -> names.contains(option.longestName()))
                .sorted(Comparator.comparing(OptionSpec::longestName))
                .flatMap(option -> option.originalStringValues().stream().map(value -> option.longestName() + "=" + value));
    }
}
