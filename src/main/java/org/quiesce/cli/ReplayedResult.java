package org.quiesce.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.quiesce.kernel.Profile;
import org.quiesce.kernelreplay.GateSchedule;
import org.quiesce.kernelreplay.GivenRun;
import org.quiesce.kernelreplay.ReplaySeries;
import org.quiesce.protocol.property.Property;
import org.quiesce.result.Check;
import org.quiesce.result.Finding;
import org.quiesce.result.ResultException;
import org.quiesce.result.ResultJson;

/** The counterexamples in a result, which are to be replayed on a real kernel. */
record ReplayedResult(ReplaySources sources) {

    private static final String SUFFIX = ".json";

    /**
     * What is to be replayed, and of what.
     *
     * @param name of the module
     * @param said whether these are the gates of a run that was given
     */
    record Found(String name, ReplaySeries.Item item, String said) {}

    static boolean isOne(String name) {
        return name.endsWith(SUFFIX);
    }

    /** What is to be replayed of the first module with a counterexample on that kernel; empty if there is no schedule. */
    Optional<Found> of(Path file, Profile profile) {
        InputFile input = new InputFile(file);
        try {
            Check check = ResultJson.read(input.text("a result", "name a file that check --format json wrote")).checks().stream()
                    .filter(of -> of.kernel().equals(profile.name()) && of.properties().stream().anyMatch(Finding::isViolated))
                    .findFirst()
                    .orElseThrow(() -> new BadInput(input.name() + ": nothing in it is violated on " + profile.name()
                            + "\nname a result with a counterexample, or another --kernel"));
            return found(check, profile);
        } catch (ResultException e) {
            throw new BadInput(input.name() + ": " + e.getMessage() + "\nname a file that check --format json wrote");
        }
    }

    private Optional<Found> found(Check check, Profile profile) {
        ReplaySources.Module module = sources.module(check.name(), profile);
        List<GivenRun> runs = check.properties().stream()
                .filter(Finding::isViolated)
                .flatMap(finding -> finding.counterexample().stream().map(evidence -> new GivenRun(finding.name(),
                        evidence.run().steps().stream().map(step -> new GivenRun.Step(step.context(), step.text())).toList())))
                .toList();
        Optional<GateSchedule> given = runs.stream().flatMap(run -> module.search().along(run).stream()).findFirst();
        return given.map(schedule -> new Found(check.name(), module.along(schedule), "these are the gates of the run that was given"))
                .or(() -> module.search()
                        .find(Property.of(module.lowered()).stream()
                                .filter(property -> runs.stream().anyMatch(run -> run.property().equals(property.id())))
                                .collect(Collectors.toSet()))
                        .map(schedule -> new Found(check.name(), module.along(schedule),
                                "the run that was given can't be forced by gates: this is another one")));
    }
}
