package org.quiesce.report;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.quiesce.protocol.KthreadOperation;
import org.quiesce.protocol.KthreadWorkerOperation;
import org.quiesce.protocol.KthreadWorkerOperation.WorkerFreezing;
import org.quiesce.protocol.Origin;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Program.Callback;
import org.quiesce.protocol.Program.Timing;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.SharedObject;
import org.quiesce.protocol.SharedObject.KthreadWorker;
import org.quiesce.protocol.SmpbootHooks;
import org.quiesce.protocol.SmpbootOperation;
import org.quiesce.protocol.Statement;
import org.quiesce.protocol.TaskRef;

/** The Java that builds a protocol, as one class that can be compiled. */
public final class BuilderJava {

    private static final String INDENT = "    ";

    private final Protocol protocol;
    private final StringBuilder java = new StringBuilder();

    public BuilderJava(Protocol protocol) {
        this.protocol = protocol;
    }

    /** The name of the class, such as {@code FirstKthread}. */
    public String className() {
        return Arrays.stream(protocol.name().split("-"))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
    }

    /** The class, with a method {@code protocol()}. */
    public String text() {
        line(0, "import java.util.Optional;");
        line(0, "import org.quiesce.protocol.*;");
        line(0, "");
        protocol.origin().ifPresent(this::origin);
        line(0, "final class " + className() + " {");
        line(1, "private " + className() + "() {}");
        line(0, "");
        line(1, "static Protocol protocol() {");
        line(2, "return Protocol.module(" + string(protocol.name()) + ")");
        if (!protocol.title().isBlank()) {
            line(4, ".title(" + string(protocol.title()) + ")");
        }
        protocol.objects().forEach(this::declaration);
        protocol.kthreads().forEach(this::kthread);
        protocol.taskWork().ifPresent(work -> program("taskWork(" + string(work.name()), work.body()));
        program("init(", protocol.loader().init());
        protocol.loader().exit().ifPresent(exit -> program("exit(", exit));
        protocol.fileOperations().forEach(this::fileOperation);
        protocol.callbacks().forEach(this::callback);
        protocol.environments().forEach(e -> program("environment(" + string(e.name()), e.body()));
        rest();
        line(4, ".build();");
        line(1, "}");
        line(0, "}");
        return java.toString();
    }

    /** What was abstracted is not in the protocol that is built, and who goes on from there has to know. */
    private void origin(Origin origin) {
        line(0, "// " + comment("Read from " + origin.name() + "."));
        origin.assumed().forEach(what -> line(0, "// " + comment("Taken to be so: " + what)));
        origin.unmodelled().forEach(what ->
                line(0, "// " + comment("Not modelled, so that nothing is known to hold: " + what)));
    }

    /** Even in a comment javac reads what may follow a backslash. */
    private static String comment(String text) {
        return text.replace("\\", "\\\\").replaceAll("\\p{Cntrl}", " ");
    }

    private void rest() {
        if (protocol.loader().unloading() == Program.Unloading.FORCED) {
            line(4, ".forcedUnload()");
        } else if (protocol.loader().unloading() == Program.Unloading.NEVER) {
            line(4, ".builtIn()");
        }
        if (protocol.spuriousWakeUps() > 0) {
            line(4, ".spuriousWakeUps(" + protocol.spuriousWakeUps() + ")");
        }
        if (protocol.reusesMemory()) {
            line(4, ".memoryReuse()");
        }
        protocol.oopsing().forEach(thread -> line(4, ".oops(" + string(thread) + ")"));
        protocol.kthreads().stream()
                .filter(k -> k.text() == Program.Text.INIT)
                .forEach(k -> line(4, ".initText(" + string(k.name()) + ")"));
    }

    private void line(int depth, String text) {
        java.append(text.isEmpty() ? "" : INDENT.repeat(depth)).append(text).append('\n');
    }

    // ---- objects

    /** A per-CPU thread is declared where its pointer is, and the lock of CPU hotplug with it. */
    private void declaration(SharedObject object) {
        List<SmpbootOperation.SmpbootRegister> percpu =
                protocol.operations(SmpbootOperation.SmpbootRegister.class).toList();
        Optional<SmpbootOperation.SmpbootRegister> stored =
                percpu.stream().filter(r -> object.name().equals(r.pointer())).findFirst();
        if (stored.isPresent()) {
            percpu(stored.get());
        } else if (percpu.isEmpty() || !object.name().equals(SharedObject.RwSemaphore.CPU_HOTPLUG_LOCK)) {
            line(4, object(object));
        }
    }

    private String object(SharedObject object) {
        String name = string(object.name());
        if (object instanceof SharedObject.Flag flag) {
            return (flag.initially() == SharedObject.FlagValue.TRUE ? ".flagInitiallySet(" : ".flag(") + name + ")";
        } else if (object instanceof SharedObject.Counter counter) {
            return ".counter(" + name + ", " + counter.initially() + ", " + counter.max() + ")";
        } else if (object instanceof SharedObject.Semaphore semaphore) {
            return ".semaphore(" + name + ", " + semaphore.initially() + ")";
        } else if (object instanceof SharedObject.Workqueue queue) {
            return switch (queue.ordering()) {
                case CONCURRENT -> ".workqueue(";
                case ORDERED -> ".orderedWorkqueue(";
                case BOTTOM_HALF -> ".bhWorkqueue(";
            } + name + ")";
        } else if (object instanceof KthreadWorker worker) {
            return isFreezable(worker)
                    ? ".freezableKthreadWorker(" + name + ")"
                    : ".kthreadWorker(" + name + ", " + threads(worker) + ")";
        }
        return switch (object.kind()) {
            case TASK_POINTER -> ".taskPointer(";
            case COMPLETION -> ".completion(";
            case WAIT_QUEUE -> ".waitQueue(";
            case MUTEX -> ".mutex(";
            case SPINLOCK -> ".spinlock(";
            case RWLOCK -> ".rwlock(";
            case RW_SEMAPHORE -> ".rwSemaphore(";
            case MEMORY -> ".memory(";
            case SRCU_DOMAIN -> ".srcu(";
            case MISC_DEVICE -> ".miscDevice(";
            case CHARACTER_DEVICE -> ".characterDevice(";
            case DEVICE_ATTRIBUTE -> ".deviceAttribute(";
            case PROC_ENTRY -> ".procEntry(";
            case DEBUGFS_FILE -> ".debugfsFile(";
            default -> throw new AssertionError(object);
        } + name + ")";
    }

    private boolean isFreezable(KthreadWorker worker) {
        return protocol.operations(KthreadWorkerOperation.KthreadWorkerFn.class)
                .anyMatch(loop -> loop.worker().equals(worker.name()) && loop.freezing() == WorkerFreezing.BETWEEN_ITEMS);
    }

    private int threads(KthreadWorker worker) {
        return protocol.kthreads().stream()
                .filter(k -> k.name().equals(worker.thread()))
                .mapToInt(Program::count)
                .findFirst()
                .orElseThrow();
    }

    // ---- programs

    private void fileOperation(Program.FileOperation operation) {
        if (!operation.isOfModule()) {
            String pointer = operation.calls()
                    .map(Statement.Call::operation)
                    .filter(KthreadOperation.KthreadUnpark.class::isInstance)
                    .map(unpark -> ((TaskRef.Pointer) ((KthreadOperation.KthreadUnpark) unpark).task()).name())
                    .findFirst()
                    .orElseThrow();
            line(4, ".cpuHotplug(" + string(operation.name()) + ", " + string(pointer) + ")");
        } else {
            program("fileOperations(" + string(operation.name()) + ", " + operation.count() + ", Program.Pinning."
                    + operation.pinning() + operation.file().map(file -> ", " + string(file)).orElse(""), operation.body());
        }
    }

    private void kthread(Program.Kthread thread) {
        boolean isPercpu = protocol.operations(SmpbootOperation.SmpbootRegister.class)
                .anyMatch(r -> r.thread().equals(thread.name()));
        boolean isWorker = protocol.objects(KthreadWorker.class).stream().anyMatch(w -> w.thread().equals(thread.name()));
        if (!isPercpu && !isWorker) {
            program("kthreads(" + string(thread.name()) + ", " + thread.count(), thread.body());
        }
    }

    /** With the functions that it calls; its loop is the kernel's. */
    private void percpu(SmpbootOperation.SmpbootRegister register) {
        String start = ".smpbootThread(" + string(register.thread()) + ", " + string(register.pointer());
        List<Statement.Text> functions = protocol.kthreads().stream()
                .filter(thread -> thread.name().equals(register.thread()))
                .flatMap(thread -> thread.body().stream())
                .flatMap(Statement::all)
                .filter(s -> s instanceof Statement.Text text && text.owner() == Statement.Owner.MODULE)
                .map(Statement.Text.class::cast)
                .toList();
        if (functions.isEmpty()) {
            line(4, start + ")");
            return;
        }
        line(4, start + ", functions -> functions");
        functions.forEach(f -> block(6, "." + SmpbootHooks.Field.of(f.function()).method() + "(", f.body(), ")"));
        java.setLength(java.length() - 1);
        java.append(")\n");
    }

    private void callback(Callback callback) {
        String runner = callback.runner().map(r -> ", " + string(r)).orElse("");
        boolean isDelayed = callback.timing() == Timing.DELAYED;
        String method = switch (callback.kind()) {
            case TIMER -> "timer";
            case HRTIMER -> "hrtimer";
            case SRCU -> "srcuCallback";
            case ASYNC -> "async";
            case BH_WORK -> "bhWork";
            case TASKLET -> "tasklet";
            case RCU -> "rcuCallback";
            case IRQ -> "irqHandler";
            case IRQ_THREAD -> "irqThread";
            case NOTIFIER -> "notifier";
            case WORK -> isDelayed ? "delayedWork" : "work";
            case KTHREAD_WORK -> isDelayed ? "kthreadDelayedWork" : "kthreadWork";
        };
        program(method + "(" + string(callback.name()) + runner, callback.body());
    }

    private void program(String start, List<Statement> body) {
        if (body.isEmpty()) {
            line(4, "." + start + (start.endsWith("(") ? "" : ", ") + "body -> {})");
            return;
        }
        line(4, "." + start + (start.endsWith("(") ? "" : ", ") + "body -> body");
        statements(body, 6);
        java.setLength(java.length() - 1);
        java.append(")\n");
    }

    private void statements(List<Statement> statements, int depth) {
        statements.forEach(statement -> statement(statement, depth));
    }

    private void statement(Statement statement, int depth) {
        if (statement instanceof Statement.Call call) {
            line(depth, call.into().map(v -> ".assign(" + string(v) + ", ").orElse(".call(")
                    + value(call.spelling().<Object>map(spelling -> spelling).orElse(call.operation())) + ")");
        } else if (statement instanceof Statement.If branch) {
            block(depth, ".when(" + value(branch.condition()) + ", ", branch.then(),
                    branch.otherwise().isEmpty() ? ")" : ",");
            if (!branch.otherwise().isEmpty()) {
                block(depth + 2, "", branch.otherwise(), ")");
            }
        } else if (statement instanceof Statement.While loop) {
            block(depth, ".loop(" + value(loop.condition()) + ", ", loop.body(), ")");
        } else if (statement instanceof Statement.DoWhile loop) {
            block(depth, ".doWhile(", loop.body(), ", " + value(loop.condition()) + ")");
        } else if (statement instanceof Statement.Break) {
            line(depth, ".leaveLoop()");
        } else if (statement instanceof Statement.Continue) {
            line(depth, ".nextTurn()");
        } else if (statement instanceof Statement.Return exit) {
            line(depth, ".returns(" + value(exit.value()) + ")");
        }
    }

    /** A block that is given a body of its own, named after how deep it is. */
    private void block(int depth, String start, List<Statement> statements, String end) {
        String name = "b" + depth;
        if (statements.isEmpty()) {
            line(depth, start + name + " -> {}" + end);
            return;
        }
        line(depth, start + name + " -> " + name);
        statements(statements, depth + 2);
        java.setLength(java.length() - 1);
        java.append(end).append('\n');
    }

    // ---- values

    /** Any value of a protocol as the expression that makes it: records, constants, texts and numbers. */
    private static String value(Object value) {
        if (value instanceof String text) {
            return string(text);
        } else if (value instanceof Integer) {
            return value.toString();
        } else if (value instanceof Optional<?> optional) {
            return optional.map(v -> "Optional.of(" + value(v) + ")").orElse("Optional.empty()");
        } else if (value instanceof Enum<?> constant) {
            return type(constant.getDeclaringClass()) + "." + constant.name();
        } else if (value instanceof Record whole) {
            return "new " + type(whole.getClass()) + "(" + Arrays.stream(whole.getClass().getRecordComponents())
                    .map(component -> value(component(whole, component)))
                    .collect(Collectors.joining(", ")) + ")";
        }
        throw new AssertionError(value);
    }

    private static Object component(Record whole, RecordComponent component) {
        try {
            return component.getAccessor().invoke(whole);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record of a protocol can always be read", e);
        }
    }

    private static String type(Class<?> type) {
        return (type.getEnclosingClass() == null ? "" : type(type.getEnclosingClass()) + ".") + type.getSimpleName();
    }

    private static String string(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
