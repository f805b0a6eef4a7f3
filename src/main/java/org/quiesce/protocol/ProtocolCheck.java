package org.quiesce.protocol;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.quiesce.protocol.Program.Callback;
import org.quiesce.protocol.Program.CallbackKind;
import org.quiesce.protocol.Program.Environment;
import org.quiesce.protocol.Program.FileOperation;
import org.quiesce.protocol.Program.Kthread;
import org.quiesce.protocol.Program.Loader;

/** Refuses a protocol that can't mean anything. */
final class ProtocolCheck {

    private final Protocol protocol;
    private final Set<String> created = new HashSet<>();

    private ProtocolCheck(Protocol protocol) {
        this.protocol = protocol;
    }

    static void check(Protocol protocol) {
        new ProtocolCheck(protocol).run();
    }

    private void run() {
        Names.checkProtocol(protocol.name());
        checkNames();
        checkObjects();
        for (Kthread kthread : protocol.kthreads()) {
            if (kthread.count() < 1 || kthread.count() > Protocol.MAX_THREADS) {
                throw new ProtocolException("protocol " + protocol.name() + ": " + kthread.count() + " threads of '"
                        + kthread.name() + "' can't be checked; give 1 to " + Protocol.MAX_THREADS);
            }
            program(kthread, kthread.name(), kthread.body());
        }
        protocol.taskWork().ifPresent(this::checkTaskWork);
        Loader loader = protocol.loader();
        program(loader, "init", loader.init());
        loader.exit().ifPresent(exit -> program(loader, "exit", exit));
        for (FileOperation operation : protocol.fileOperations()) {
            if (operation.count() < 1 || operation.count() > Protocol.MAX_THREADS) {
                throw new ProtocolException("protocol " + protocol.name() + ": " + operation.count() + " tasks in '"
                        + operation.name() + "' can't be checked; give 1 to " + Protocol.MAX_THREADS);
            }
            program(operation, operation.name(), operation.body());
        }
        for (Callback callback : protocol.callbacks()) {
            runner(callback);
            program(callback, callback.name(), callback.body());
        }
        checkIrqThreads();
        if (protocol.spuriousWakeUps() < 0 || protocol.spuriousWakeUps() > 3) {
            throw new ProtocolException("protocol " + protocol.name() + ": " + protocol.spuriousWakeUps()
                    + " spurious wake-ups can't be checked; give 0 to 3");
        }
        for (String function : protocol.oopsing()) {
            if (protocol.kthreads().stream().noneMatch(k -> k.name().equals(function))) {
                throw new ProtocolException("protocol " + protocol.name() + ": there is no kthread '" + function
                        + "' that could die of an oops");
            }
        }
        for (Environment environment : protocol.environments()) {
            program(environment, environment.name(), environment.body());
        }
        for (Kthread kthread : protocol.kthreads()) {
            if (!created.contains(kthread.name())) {
                throw new ProtocolException("protocol " + protocol.name() + ": no program ever creates a thread of '"
                        + kthread.name() + "'; call kthreadRun or kthreadCreate, or remove it");
            }
        }
    }

    private void runner(Callback callback) {
        Class<? extends SharedObject> kind = callback.kind() == CallbackKind.KTHREAD_WORK
                ? SharedObject.KthreadWorker.class
                : SharedObject.Workqueue.class;
        callback.runner().filter(r -> protocol.object(r).filter(kind::isInstance).isEmpty()).ifPresent(r -> {
            throw new ProtocolException("protocol " + protocol.name() + ": there is no "
                    + (kind == SharedObject.Workqueue.class ? "workqueue" : "kthread worker") + " '" + r + "' for '"
                    + callback.name() + "'; declare it before build()");
        });
    }

    private void program(Program program, String function, List<Statement> body) {
        new ProgramCheck(protocol, program, function, created).run(body);
    }

    private void checkTaskWork(TaskWork work) {
        boolean isAdded = protocol.programs().stream().flatMap(Program::calls)
                .anyMatch(call -> call.operation() instanceof Operation.TaskWorkAdd);
        if (!isAdded || protocol.kthreads().isEmpty()) {
            throw new ProtocolException("protocol " + protocol.name() + ": no program ever gives the task work '"
                    + work.name() + "' to a thread; call taskWorkAdd, or remove it");
        }
        if (protocol.kthreads().stream().anyMatch(k -> k.text() == Program.Text.INIT)) {
            throw new ProtocolException("protocol " + protocol.name() + ": a task work and a thread function in init text"
                    + " in one protocol are not modelled");
        }
        program(protocol.kthreads().get(0), work.name(), work.body());
    }

    /** A thread of an interrupt runs one function, for one handler. */
    private void checkIrqThreads() {
        List<Operation.RequestThreadedIrq> requests = protocol.programs().stream()
                .flatMap(Program::calls)
                .flatMap(c -> c.operation() instanceof Operation.RequestThreadedIrq request
                        ? Stream.of(request)
                        : Stream.empty())
                .distinct()
                .toList();
        for (Callback callback : protocol.callbacks()) {
            if (callback.kind() == CallbackKind.IRQ_THREAD
                    && requests.stream().noneMatch(r -> r.function().equals(callback.name()))) {
                throw new ProtocolException("protocol " + protocol.name() + ": no program ever requests an interrupt with '"
                        + callback.name() + "'; call requestThreadedIrq, or remove it");
            }
            if (requests.stream().filter(r -> r.handler().equals(callback.name())).count() > 1
                    || requests.stream().filter(r -> r.function().equals(callback.name())).count() > 1) {
                throw new ProtocolException("protocol " + protocol.name() + ": '" + callback.name() + "' is requested with"
                        + " more than one partner; give each handler its own thread function");
            }
        }
    }

    private void checkNames() {
        Set<String> seen = new HashSet<>();
        for (SharedObject object : protocol.objects()) {
            checkName(object.name(), seen);
            if (object instanceof SharedObject.KthreadWorker worker) {
                checkName(worker.task(), seen);
                checkName(worker.current(), seen);
            }
        }
        protocol.taskWork().ifPresent(work -> checkName(work.name(), seen));
        for (Program program : protocol.programs()) {
            checkName(program.name(), seen);
            // Contexts are named after their program and a number.
            for (int i = 1; i <= program.count() && program.count() > 1; i++) {
                checkName(program.name() + i, seen);
            }
        }
    }

    private void checkName(String name, Set<String> seen) {
        Names.checkIdentifier(protocol.name(), name);
        if (!seen.add(name)) {
            throw new ProtocolException(
                    "protocol " + protocol.name() + ": the name '" + name + "' is given twice; rename one of them");
        }
    }

    private void checkObjects() {
        for (SharedObject.Counter counter : protocol.objects(SharedObject.Counter.class)) {
            if (counter.max() < 1 || counter.max() > 15 || counter.initially() < 0
                    || counter.initially() > counter.max()) {
                throw new ProtocolException("protocol " + protocol.name() + ": counter '" + counter.name()
                        + "' must have a maximum of 1 to 15 and start within it");
            }
        }
        for (SharedObject.Semaphore semaphore : protocol.objects(SharedObject.Semaphore.class)) {
            if (semaphore.initially() < 0 || semaphore.initially() > SharedObject.Semaphore.MAX) {
                throw new ProtocolException("protocol " + protocol.name() + ": semaphore '" + semaphore.name()
                        + "' must start at 0 to " + SharedObject.Semaphore.MAX);
            }
        }
    }
}
