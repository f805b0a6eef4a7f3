package org.quiesce.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.quiesce.protocol.Program.FileOperation;
import org.quiesce.protocol.Program.Kthread;
import org.quiesce.protocol.Program.Loader;

/**
 * Which functions create the threads of one thread function.
 *
 * @param functions each with at least one call that does, in the order of the listing
 */
public record Creations(List<Function> functions) {

    public Creations {
        functions = List.copyOf(functions);
    }

    /**
     * A function that is run once by each of its tasks.
     *
     * @param name  as the listing has it: {@code init}, a thread function, …
     * @param tasks how many run it
     * @param calls how many threads each of them creates at most
     */
    public record Function(String name, int tasks, int calls) {}

    /** More threads no run has. */
    public int most() {
        return functions.stream().mapToInt(f -> f.tasks() * f.calls()).sum();
    }

    /**
     * The creations of a thread function; empty if they are not plainly so many: one of them is in a loop, or in a
     * function that may be called again and again.
     */
    static Optional<Creations> of(Protocol protocol, String thread) {
        List<Function> functions = new ArrayList<>();
        for (Program program : protocol.programs()) {
            List<Function> counted = counted(program, thread);
            if (counted.stream().mapToInt(Function::calls).sum() < calls(program.calls(), thread)) {
                return Optional.empty();
            }
            counted.stream().filter(f -> f.calls() > 0).forEach(functions::add);
        }
        return Optional.of(new Creations(functions));
    }

    /** The thread function of which an operation creates a thread, if it does. */
    static Optional<String> created(Operation operation) {
        if (operation instanceof OperationTrait.Creation creation) {
            return Optional.of(creation.thread());
        } else if (operation instanceof KthreadWorkerOperation.KthreadRunWorker run) {
            return Optional.of(new SharedObject.KthreadWorker(run.worker()).thread());
        } else if (operation instanceof KthreadWorkerOperation.KthreadCreateWorker create) {
            return Optional.of(new SharedObject.KthreadWorker(create.worker()).thread());
        } else if (operation instanceof SmpbootOperation.SmpbootRegister register) {
            return Optional.of(register.thread());
        }
        return Optional.empty();
    }

    /** The functions of a program that are run once, with their calls that are made once. */
    private static List<Function> counted(Program program, String thread) {
        if (program instanceof Loader loader) {
            return List.of(
                    new Function("init", 1, callsMadeOnce(loader.init(), thread)),
                    new Function("exit", 1, callsMadeOnce(loader.exit().orElse(List.of()), thread)));
        } else if (program instanceof Kthread || program instanceof FileOperation) {
            return List.of(new Function(program.name(), program.count(), callsMadeOnce(program.body(), thread)));
        }
        return List.of();
    }

    private static int callsMadeOnce(List<Statement> body, String thread) {
        return calls(body.stream().flatMap(Creations::outsideOfLoops), thread);
    }

    private static Stream<Statement.Call> outsideOfLoops(Statement statement) {
        if (statement instanceof Statement.Call call) {
            return Stream.of(call);
        }
        return statement instanceof Statement.If
                ? statement.within().flatMap(Creations::outsideOfLoops)
                : Stream.empty();
    }

    private static int calls(Stream<Statement.Call> calls, String thread) {
        return (int) calls.filter(call -> created(call.operation()).equals(Optional.of(thread))).count();
    }
}
