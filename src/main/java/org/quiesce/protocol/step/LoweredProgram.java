package org.quiesce.protocol.step;

import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.Program;

/**
 * The steps of one program.
 *
 * @param program  the program
 * @param contexts ids of the contexts that run it: the program's name, or the name and a number from 1
 * @param start    label at which each of them starts
 * @param steps    in the order of the listing
 */
public record LoweredProgram(Program program, List<String> contexts, String start, List<Step> steps) {

    public LoweredProgram {
        contexts = List.copyOf(contexts);
        steps = List.copyOf(steps);
    }

    /** The step at a label; a label without step is where the program has ended or not begun. */
    public Optional<Step> at(String label) {
        return steps.stream().filter(s -> s.label().equals(label)).findFirst();
    }

    /** Whether its contexts are tasks of user space: those that load and unload, and those that call in. */
    public boolean isUserTask() {
        return program instanceof Program.Loader || program instanceof Program.FileOperation;
    }

    /** Whether its contexts are kernel threads. */
    public boolean isKthread() {
        return program instanceof Program.Kthread;
    }
}
