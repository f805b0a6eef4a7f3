package org.quiesce.protocol;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.quiesce.protocol.Program.Callback;
import org.quiesce.protocol.Program.FileOperation;
import org.quiesce.protocol.Program.Kthread;
import org.quiesce.protocol.Program.Loader;
import org.quiesce.protocol.Program.Pinning;

/** Refuses a protocol that can't mean anything. */
final class ProtocolCheck {

    private final Protocol protocol;

    private ProtocolCheck(Protocol protocol) {
        this.protocol = protocol;
    }

    static void check(Protocol protocol) {
        new ProtocolCheck(protocol).run();
    }

    private void run() {
        Names.checkProtocol(protocol.name());
        checkTitle();
        checkCounts();
        checkNames();
        checkCounters();
        checkSemaphores();
        checkOopsing();
        checkRunners();
        checkFiles();
        new IrqThreadCheck(protocol).run();
        checkTaskWork();
        checkPrograms();
        checkThreadsAreCreated();
    }

    private void checkTitle() {
        if (protocol.title().chars().anyMatch(Character::isISOControl)) {
            throw protocol.refuse("the title has a line break or another control character; write one plain sentence");
        }
    }

    private void checkCounts() {
        for (Program program : protocol.programs()) {
            if (program.count() < 1 || program.count() > Protocol.MAX_THREADS) {
                String what = program instanceof Kthread ? " threads of '" : " tasks in '";
                throw protocol.refuse(program.count() + what + program.name() + "' can't be checked; give 1 to "
                        + Protocol.MAX_THREADS);
            }
        }
        if (protocol.spuriousWakeUps() < 0 || protocol.spuriousWakeUps() > 3) {
            throw protocol.refuse(protocol.spuriousWakeUps() + " spurious wake-ups can't be checked; give 0 to 3");
        }
    }

    // ---- names

    private void checkNames() {
        Set<String> seen = new HashSet<>();
        for (SharedObject object : protocol.objects()) {
            checkName(object.name(), seen);
            if (object instanceof SharedObject.KthreadWorker worker) {
                checkName(worker.task(), seen);
                checkName(worker.current(), seen);
                checkName(worker.running(), seen);
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
        Names.checkIdentifier("protocol " + protocol.name(), name);
        if (!seen.add(name)) {
            throw protocol.refuse("the name '" + name + "' is given twice; rename one of them");
        }
    }

    private void checkCounters() {
        for (SharedObject.Counter counter : protocol.objects(SharedObject.Counter.class)) {
            if (counter.max() < 1 || counter.max() > 15 || counter.initially() < 0
                    || counter.initially() > counter.max()) {
                throw protocol.refuse("counter '" + counter.name()
                        + "' must have a maximum of 1 to 15 and start within it");
            }
        }
    }

    private void checkSemaphores() {
        for (SharedObject.Semaphore semaphore : protocol.objects(SharedObject.Semaphore.class)) {
            if (semaphore.initially() < 0 || semaphore.initially() > SharedObject.Semaphore.MAX) {
                throw protocol.refuse("semaphore '" + semaphore.name()
                        + "' must start at 0 to " + SharedObject.Semaphore.MAX);
            }
        }
    }

    // ---- programs

    private void checkOopsing() {
        for (String function : protocol.oopsing()) {
            if (protocol.kthreads().stream().noneMatch(k -> k.name().equals(function))) {
                throw protocol.refuse("there is no kthread '" + function
                        + "' that could die of an oops; declare it first");
            }
        }
    }

    private void checkRunners() {
        for (Callback callback : protocol.callbacks()) {
            SharedObject.Kind kind = switch (callback.kind()) {
                case KTHREAD_WORK -> SharedObject.Kind.KTHREAD_WORKER;
                case SRCU -> SharedObject.Kind.SRCU_DOMAIN;
                default -> SharedObject.Kind.WORKQUEUE;
            };
            callback.runner().filter(r -> protocol.object(r).filter(o -> o.kind() == kind).isEmpty()).ifPresent(r -> {
                throw protocol.refuse("there is no " + kind.noun() + " '" + r + "' for '" + callback.name()
                        + "'; declare it before build()");
            });
        }
    }

    private void checkFiles() {
        Set<String> registered = protocol.operations(UserFileOperation.RegisterFile.class)
                .map(UserFileOperation::file)
                .collect(Collectors.toSet());
        for (FileOperation operation : protocol.fileOperations()) {
            operation.file().ifPresent(name -> {
                SharedObject.UserFile file = protocol.objects(SharedObject.UserFile.class).stream()
                        .filter(f -> f.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> protocol.refuse("there is no file '" + name + "' through which '"
                                + operation.name() + "' could be called; declare it before build()"));
                if (operation.pinning() == Pinning.OWNER && !file.type().canPin()) {
                    throw protocol.refuse("a call through '" + name + "', which has no owner, does not keep the module"
                            + " loaded; use Pinning.NONE for '" + operation.name() + "'");
                }
                if (!registered.contains(name)) {
                    throw protocol.refuse("no program ever registers '" + name + "', so that nobody can call '"
                            + operation.name() + "'; register it, or remove them");
                }
            });
        }
    }

    private void checkTaskWork() {
        protocol.taskWork().ifPresent(work -> {
            boolean isAdded = protocol.operations(KthreadOperation.TaskWorkAdd.class).findAny().isPresent();
            if (!isAdded || protocol.kthreads().isEmpty()) {
                throw protocol.refuse("no program ever gives the task work '" + work.name()
                        + "' to a thread; call taskWorkAdd, or remove it");
            }
            if (protocol.kthreads().stream().anyMatch(k -> k.text() == Program.Text.INIT)) {
                throw protocol.refuse(
                        "a task work and a thread function in init text in one protocol are not modelled");
            }
            new ProgramCheck(protocol, protocol.kthreads().get(0), work.name()).run(work.body());
        });
    }

    private void checkBuiltIn(Loader loader) {
        if (loader.unloading() == Program.Unloading.NEVER && loader.exit().isPresent()) {
            throw protocol.refuse("it is built in, so that its exit function is never called; leave out builtIn() or exit()");
        }
    }

    private void checkPrograms() {
        for (Program program : protocol.programs()) {
            if (program instanceof Loader loader) {
                new ProgramCheck(protocol, loader, "init").run(loader.init());
                loader.exit().ifPresent(exit -> new ProgramCheck(protocol, loader, "exit").run(exit));
                checkBuiltIn(loader);
            } else {
                new ProgramCheck(protocol, program, program.name()).run(program.body());
            }
        }
    }

    private void checkThreadsAreCreated() {
        Set<String> created = protocol.programs().stream()
                .flatMap(Program::calls)
                .flatMap(call -> Creations.created(call.operation()).stream())
                .collect(Collectors.toSet());
        for (Kthread kthread : protocol.kthreads()) {
            if (!created.contains(kthread.name())) {
                throw protocol.refuse("no program ever creates a thread of '" + kthread.name()
                        + "'; call kthreadRun or kthreadCreate, or remove it");
            }
        }
    }
}
