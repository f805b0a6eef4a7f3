package org.quiesce.csource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Conditions;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.Value;

/**
 * A thread function that is drawn at random, written twice from the same drawing: as C, and with the builder of protocols.
 * The same seed gives the same.
 */
final class Twin {

    private static final int DEEPEST = 3;

    /** A piece of a function: its C, each line with its indentation, and the statements that it should become. */
    private record Piece(List<String> c, Consumer<Body> built) {

        static Piece of(String c, Consumer<Body> built) {
            return new Piece(List.of(c), built);
        }

        static Piece call(String c, Operation operation) {
            return of(c + ";", body -> body.call(operation));
        }

        static Piece all(List<Piece> pieces) {
            return new Piece(pieces.stream().flatMap(p -> p.c.stream()).toList(),
                    body -> pieces.forEach(p -> p.built.accept(body)));
        }

        Piece in(String head, String foot, Consumer<Body> whole) {
            List<String> lines = new ArrayList<>(List.of(head));
            c.forEach(line -> lines.add("\t" + line));
            lines.add(foot);
            return new Piece(lines, whole);
        }

        Piece then(Piece next) {
            return all(List.of(this, next));
        }
    }

    private record Test(String c, Condition condition) {}

    private final Random random;
    private final StringBuilder helpers = new StringBuilder();
    private final Piece tail;
    private int unknowns;
    private int loops;
    private boolean inHelper;

    private Twin(long seed) {
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        this.tail = oneIn(2)
                ? Piece.of("complete(&done);", body -> body.call(Ops.complete("done")))
                : Piece.of("wake_up(&queue);", body -> body.call(Ops.wakeUp("queue")));
    }

    /** The two of a seed. */
    record Pair(String c, Protocol built) {}

    static Pair of(long seed) {
        return new Twin(seed).pair();
    }

    private Pair pair() {
        // Everything that is shared is tested once, so that no store to it is left out.
        Piece first = Piece.all(List.of(
                when(new Test("a", Conditions.flag("a")), pause()),
                when(new Test("b", Conditions.flag("b")), pause()),
                when(new Test("n > 0", Conditions.above("n", 0)), Piece.call("n--", Ops.decrement("n"))),
                Piece.call("n++", Ops.increment("n")),
                Piece.call("a = true", Ops.set("a")),
                Piece.call("b = false", Ops.clear("b"))));
        Piece whole = first.then(block(0));
        String c = """
                static struct task_struct *task;
                static bool a, b;
                static int n;
                static DEFINE_MUTEX(lock);
                static DEFINE_SPINLOCK(guard);
                static DECLARE_COMPLETION(done);
                static DECLARE_WAIT_QUEUE_HEAD(queue);
                %s
                static int worker(void *data)
                {
                \tint ret = 0;

                %s
                out:
                %s
                \treturn ret;
                }
                static int __init drawn_init(void)
                {
                \ttask = kthread_run(worker, NULL, "worker");
                \tif (IS_ERR(task))
                \t\treturn -ENOMEM;
                \treturn 0;
                }
                module_init(drawn_init);
                static void __exit drawn_exit(void)
                {
                \twait_for_completion(&done);
                \tmutex_lock(&lock);
                \tb = true;
                \tmutex_unlock(&lock);
                \tspin_lock(&guard);
                \tspin_unlock(&guard);
                \twake_up(&queue);
                \tkthread_stop(task);
                }
                module_exit(drawn_exit);
                """.formatted(helpers, lines(whole), lines(tail));
        return new Pair(c, Protocol.module("drawn").taskPointer("task").flag("a").flag("b").counter("n", 0, 1).mutex("lock")
                .spinlock("guard").completion("done").waitQueue("queue")
                .kthread("worker", body -> {
                    body.call(Ops.setLocal("ret", 0));
                    whole.built().accept(body);
                    leave(body);
                })
                .init(body -> body.assign("task", Ops.kthreadRun("worker").mayFail())
                        .when(Conditions.isErr("task"), failed -> failed.returns(-12))
                        .returns(0))
                .exit(body -> body.call(Ops.waitForCompletion("done"))
                        .call(Ops.mutexLock("lock")).call(Ops.set("b")).call(Ops.mutexUnlock("lock"))
                        .call(Ops.spinLock("guard")).call(Ops.spinUnlock("guard"))
                        .call(Ops.wakeUp("queue")).call(Ops.kthreadStop("task")))
                .build());
    }

    /** To go to the label is to do what stands there. */
    private void leave(Body body) {
        tail.built().accept(body);
        body.returns(Value.of("ret"));
    }

    private static String lines(Piece piece) {
        return String.join("\n", piece.c().stream().map(line -> "\t" + line).toList());
    }

    // ---- statements

    private Piece block(int depth) {
        List<Piece> pieces = new ArrayList<>();
        int most = 1 + random.nextInt(3);
        for (int i = 0; i < most; i++) {
            pieces.add(piece(depth));
        }
        return Piece.all(pieces);
    }

    private Piece piece(int depth) {
        if (depth == DEEPEST) {
            return call();
        }
        return switch (random.nextInt(9)) {
            case 0 -> when(test(1), block(depth + 1));
            case 1 -> whenElse(test(1), block(depth + 1), block(depth + 1));
            case 2 -> loop(depth);
            case 3 -> doWhile();
            case 4 -> helper();
            case 5 -> when(test(1), block(DEEPEST).then(exit()));
            case 6 -> switched();
            default -> call();
        };
    }

    private static Piece when(Test test, Piece then) {
        return then.in("if (" + test.c() + ") {", "}", body -> body.when(test.condition(), then.built()));
    }

    private static Piece whenElse(Test test, Piece then, Piece otherwise) {
        Piece first = then.in("if (" + test.c() + ") {", "} else {", body -> {});
        Piece second = otherwise.in("", "}", body -> {});
        List<String> c = new ArrayList<>(first.c());
        c.addAll(second.c().subList(1, second.c().size()));
        return new Piece(c, body -> body.when(test.condition(), then.built(), otherwise.built()));
    }

    private Piece loop(int depth) {
        loops++;
        Piece inside = block(depth + 1);
        loops--;
        return inside.in("while (!kthread_should_stop()) {", "}",
                body -> body.loop(Conditions.not(Conditions.shouldStop()), inside.built()));
    }

    /** A condition of which nothing is known would be asked a few times only. */
    private Piece doWhile() {
        Piece inside = block(DEEPEST);
        Test test = known(1);
        return inside.in("do {", "} while (" + test.c() + ");", body -> body.doWhile(inside.built(), test.condition()));
    }

    /** A function of its own, which is called in one place. */
    private Piece helper() {
        inHelper = true;
        Piece inside = block(DEEPEST);
        inHelper = false;
        String name = "helper_" + unknowns++;
        helpers.append("static void ").append(name).append("(void)\n{\n").append(lines(inside)).append("\n}\n");
        return Piece.of(name + "();", inside.built());
    }

    private Piece switched() {
        Piece interrupted = block(DEEPEST);
        Piece other = block(DEEPEST);
        List<String> c = new ArrayList<>(List.of("ret = wait_event_interruptible(queue, a || kthread_should_stop());",
                "switch (ret) {", "case 0:"));
        interrupted.c().forEach(line -> c.add("\t" + line));
        c.addAll(List.of("\tbreak;", "default:"));
        other.c().forEach(line -> c.add("\t" + line));
        c.add("}");
        return new Piece(c, body -> body
                .assign("ret", Ops.waitEventInterruptible("queue",
                        Conditions.or(Conditions.flag("a"), Conditions.shouldStop())))
                .when(Conditions.equal("ret", 0), interrupted.built(), other.built()));
    }

    /** What leaves a block for good. */
    private Piece exit() {
        int kind = random.nextInt(loops > 0 ? 4 : 2);
        return switch (kind) {
            case 0 -> Piece.of("return 0;", body -> body.returns(0));
            case 1 -> Piece.of("goto out;", this::leave);
            case 2 -> Piece.of("break;", Body::leaveLoop);
            default -> Piece.of("continue;", Body::nextTurn);
        };
    }

    private static Piece pause() {
        return Piece.call("msleep(100)", Ops.msleep());
    }

    private Piece call() {
        // The local variable is that of the thread function.
        return switch (random.nextInt(inHelper ? 7 : 12)) {
            case 0 -> pause();
            case 1 -> Piece.call("set_current_state(TASK_INTERRUPTIBLE)", Ops.setCurrentState(TaskState.INTERRUPTIBLE))
                    .then(Piece.call("schedule()", Ops.schedule()));
            case 2 -> Piece.call("mutex_lock(&lock)", Ops.mutexLock("lock")).then(store())
                    .then(Piece.call("mutex_unlock(&lock)", Ops.mutexUnlock("lock")));
            case 3 -> Piece.call("spin_lock(&guard)", Ops.spinLock("guard")).then(store())
                    .then(Piece.call("spin_unlock(&guard)", Ops.spinUnlock("guard")));
            case 4 -> Piece.call("complete(&done)", Ops.complete("done"));
            case 5 -> Piece.call("wake_up(&queue)", Ops.wakeUp("queue"));
            case 6 -> waits();
            case 7 -> Piece.of("ret = -EINTR;", body -> body.call(Ops.setLocal("ret", -4)));
            case 8 -> when(new Test("ret", Conditions.notEqual("ret", 0)), store());
            default -> store();
        };
    }

    private Piece waits() {
        Test test = known(1);
        return Piece.call("wait_event_idle(queue, " + test.c() + ")", Ops.waitEventIdle("queue", test.condition()));
    }

    private Piece store() {
        return switch (random.nextInt(4)) {
            case 0 -> Piece.call("a = true", Ops.set("a"));
            case 1 -> Piece.call("a = false", Ops.clear("a"));
            case 2 -> Piece.call("b = true", Ops.set("b"));
            default -> Piece.call("WRITE_ONCE(b, false)", Ops.clear("b"));
        };
    }

    // ---- conditions

    private Test test(int depth) {
        if (oneIn(4)) {
            String call = "unknown_" + unknowns++ + "()";
            return new Test(call, Conditions.chance(call));
        }
        return known(depth);
    }

    private Test known(int depth) {
        switch (random.nextInt(depth == 0 ? 4 : 7)) {
            case 0 -> {
                return new Test("kthread_should_stop()", Conditions.shouldStop());
            }
            case 1 -> {
                return new Test("a", Conditions.flag("a"));
            }
            case 2 -> {
                return new Test("!b", Conditions.not(Conditions.flag("b")));
            }
            case 3 -> {
                return new Test("n == 0", Conditions.not(Conditions.above("n", 0)));
            }
            case 4 -> {
                Test operand = known(depth - 1);
                return new Test("!(" + operand.c() + ")", Conditions.not(operand.condition()));
            }
            case 5 -> {
                Test left = known(depth - 1);
                Test right = known(depth - 1);
                return new Test("(" + left.c() + ") && (" + right.c() + ")",
                        Conditions.and(left.condition(), right.condition()));
            }
            default -> {
                Test left = known(depth - 1);
                Test right = known(depth - 1);
                return new Test("(" + left.c() + ") || (" + right.c() + ")",
                        Conditions.or(left.condition(), right.condition()));
            }
        }
    }

    private boolean oneIn(int chances) {
        return random.nextInt(chances) == 0;
    }
}
