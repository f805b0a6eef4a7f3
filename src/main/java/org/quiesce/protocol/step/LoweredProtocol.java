package org.quiesce.protocol.step;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.quiesce.protocol.Protocol;

/**
 * A protocol as steps.
 *
 * @param protocol    what was lowered
 * @param granularity how
 * @param programs    kthreads, then the loader, file operations, environments
 */
public record LoweredProtocol(Protocol protocol, Granularity granularity, List<LoweredProgram> programs) {

    public LoweredProtocol {
        programs = List.copyOf(programs);
    }

    /** Every context id, in the order of the programs. */
    public List<String> contexts() {
        return programs.stream().flatMap(p -> p.contexts().stream()).toList();
    }

    /** The ids of the kernel threads. */
    public List<String> kthreads() {
        return programs.stream().filter(LoweredProgram::isKthread).flatMap(p -> p.contexts().stream()).toList();
    }

    /** The program that a context runs. */
    public LoweredProgram programOf(String context) {
        return programs.stream()
                .filter(p -> p.contexts().contains(context))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no context '" + context + "'"));
    }

    /** Every step of every program. */
    public Stream<Step> steps() {
        return programs.stream().flatMap(p -> p.steps().stream());
    }

    /** The step of that name. */
    public Optional<Step> step(String action) {
        return steps().filter(s -> s.action().equals(action)).findFirst();
    }

    /** Whether some step does that kind of thing. */
    public boolean does(Class<? extends Micro> kind) {
        return steps().anyMatch(s -> s.does(kind));
    }
}
