package org.quiesce.tla;

import static org.quiesce.tla.Definition.of;
import static org.quiesce.tla.Tla.FALSE;
import static org.quiesce.tla.Tla.OLD;
import static org.quiesce.tla.Tla.TRUE;
import static org.quiesce.tla.Tla.always;
import static org.quiesce.tla.Tla.and;
import static org.quiesce.tla.Tla.assign;
import static org.quiesce.tla.Tla.assignAt;
import static org.quiesce.tla.Tla.at;
import static org.quiesce.tla.Tla.call;
import static org.quiesce.tla.Tla.eq;
import static org.quiesce.tla.Tla.except;
import static org.quiesce.tla.Tla.exists;
import static org.quiesce.tla.Tla.forAll;
import static org.quiesce.tla.Tla.function;
import static org.quiesce.tla.Tla.gt;
import static org.quiesce.tla.Tla.ifThenElse;
import static org.quiesce.tla.Tla.implies;
import static org.quiesce.tla.Tla.in;
import static org.quiesce.tla.Tla.leadsTo;
import static org.quiesce.tla.Tla.mapsTo;
import static org.quiesce.tla.Tla.minus;
import static org.quiesce.tla.Tla.name;
import static org.quiesce.tla.Tla.neq;
import static org.quiesce.tla.Tla.not;
import static org.quiesce.tla.Tla.notIn;
import static org.quiesce.tla.Tla.num;
import static org.quiesce.tla.Tla.or;
import static org.quiesce.tla.Tla.override;
import static org.quiesce.tla.Tla.parens;
import static org.quiesce.tla.Tla.plus;
import static org.quiesce.tla.Tla.prime;
import static org.quiesce.tla.Tla.set;
import static org.quiesce.tla.Tla.str;
import static org.quiesce.tla.Tla.stuttering;
import static org.quiesce.tla.Tla.table;
import static org.quiesce.tla.Tla.weakFairness;

import java.util.List;

/** The module that shows the style of Quiesce, as a tree. */
final class StateSetAfterCheck {

    private static final Expr WORKER = name("worker");
    private static final Expr RMMOD = name("rmmod");
    private static final Expr C = name("c");
    private static final Expr T = name("t");
    private static final Expr KTHREADS = name("Kthreads");

    private StateSetAfterCheck() {}

    static Module module() {
        Module.Builder module = Module.named("StateSetAfterCheck")
                .header(
                        """
                        A kthread that tests kthread_should_stop() before it sets its sleep
                        state: a stop that lands between the two wakes nobody.

                          worker  1  while (!kthread_should_stop()) {
                                  2      set_current_state(TASK_INTERRUPTIBLE);
                                  3      schedule();
                                  4  }
                                  5  return 0;
                          exit    8  kthread_stop(worker);
                        """)
                .extending("Naturals", "TLC")
                .constant("worker", "a kthread")
                .constant("rmmod", "the task that loads and unloads the module")
                .constant("StopNotifies", "kthread_stop() also raises TIF_NOTIFY_SIGNAL (Linux 6.1 and later)")
                .variable("pc", "where each context is in its program")
                .variable("state", "task state of each kthread")
                .variable("asleep", "off the run queue")
                .variable("shouldStop", "KTHREAD_SHOULD_STOP")
                .variable("notified", "TIF_NOTIFY_SIGNAL")
                .variable("exited", "count of the completion that kthread_stop() waits for")
                .variable("module", "\"live\", \"going\" or \"freed\"")
                .tupleOfVariables("vars")
                .aligned(
                        of("Kthreads", set(WORKER)),
                        of("TaskNormal", set(str("INTERRUPTIBLE"), str("UNINTERRUPTIBLE"), str("IDLE"))));
        primitives(module);
        worker(module);
        rmmod(module);
        system(module);
        properties(module);
        return module.build();
    }

    private static void primitives(Module.Builder module) {
        module.section("Kernel primitives")
                .together(
                        of("Goto", List.of("c", "label"), eq(prime("pc"), except("pc", at(C), name("label")))),
                        of(
                                "Go",
                                List.of("c", "from", "to"),
                                and(eq(at("pc", C), name("from")), call("Goto", C, name("to")))))
                .define(of(
                                "Wake",
                                List.of("t"),
                                ifThenElse(
                                        in(at("state", T), name("TaskNormal")),
                                        and(assignAt("state", T, str("RUNNING")), assignAt("asleep", T, FALSE)),
                                        TRUE))
                        .remark("try_to_wake_up(): atomic with respect to schedule()."))
                .define(of(
                                "Sleep",
                                List.of("t"),
                                ifThenElse(
                                        and(eq(at("state", T), str("INTERRUPTIBLE")), at("notified", T)),
                                        assignAt("state", T, str("RUNNING")),
                                        assignAt("asleep", T, neq(at("state", T), str("RUNNING")))))
                        .remark("An explicit schedule() from state s."));
    }

    private static void worker(Module.Builder module) {
        Expr awake = not(at("asleep", WORKER));
        Expr stopped = at("shouldStop", WORKER);
        module.section("worker")
                .action(Action.of("WorkerBorn", awake, go(WORKER, "born", ifThenElse(stopped, str("exit"), str("1"))))
                        .comment("T8: the trampoline's stop test"))
                .action(Action.of("Worker1", awake, go(WORKER, "1", ifThenElse(stopped, str("5"), str("2"))))
                        .comment("while (!kthread_should_stop())"))
                .action(Action.of(
                                "Worker2",
                                awake,
                                go(WORKER, "2", str("3")),
                                assignAt("state", WORKER, str("INTERRUPTIBLE")))
                        .comment("set_current_state(TASK_INTERRUPTIBLE)"))
                .action(Action.of("Worker3", awake, go(WORKER, "3", str("1")), call("Sleep", WORKER))
                        .comment("schedule()"))
                .action(Action.of("Worker5", awake, go(WORKER, "5", str("exit"))).comment("return 0"))
                .action(Action.of(
                                "WorkerExit",
                                go(WORKER, "exit", str("dead")),
                                assignAt("exited", WORKER, plus(OLD, num(1))),
                                assignAt("state", WORKER, str("DEAD")))
                        .comment("X4: complete(&exited), in core text"))
                .define("Worker", oneOf("WorkerBorn", "Worker1", "Worker2", "Worker3", "Worker5", "WorkerExit"));
    }

    private static void rmmod(Module.Builder module) {
        module.section("rmmod")
                .action(Action.of(
                                "RmmodCalled",
                                go(RMMOD, "loaded", str("8.set")),
                                assign("module", str("going")))
                        .comment("the user asks for the unload"))
                .action(Action.of(
                                "Rmmod8Set", go(RMMOD, "8.set", str("8.wake")), assignAt("shouldStop", WORKER, TRUE))
                        .comment("S4"))
                .action(Action.of(
                                "Rmmod8Wake",
                                go(RMMOD, "8.wake", str("8.wait")),
                                assignAt("notified", WORKER, name("StopNotifies")),
                                call("Wake", WORKER))
                        .comment("S6, S7"))
                .action(Action.of(
                                "Rmmod8Wait",
                                gt(at("exited", WORKER), num(0)),
                                go(RMMOD, "8.wait", str("free")),
                                assignAt("exited", WORKER, minus(OLD, num(1))))
                        .comment("S8..S11"))
                .action(Action.of("RmmodFree", go(RMMOD, "free", str("done")), assign("module", str("freed")))
                        .comment("free_module()"))
                .define("Rmmod", oneOf("Rmmod8Set", "Rmmod8Wake", "Rmmod8Wait", "RmmodFree"));
    }

    private static void system(Module.Builder module) {
        module.section("The whole system")
                .define(
                        "Init",
                        table(
                                eq(
                                        name("pc"),
                                        parens(override(
                                                mapsTo(WORKER, str("born")), mapsTo(RMMOD, str("loaded"))))),
                                eq(name("state"), everyKthread(str("RUNNING"))),
                                eq(name("asleep"), everyKthread(FALSE)),
                                eq(name("shouldStop"), everyKthread(FALSE)),
                                eq(name("notified"), everyKthread(FALSE)),
                                eq(name("exited"), everyKthread(num(0))),
                                eq(name("module"), str("live"))))
                .together(
                        of("Next", oneOf("Worker", "Rmmod", "RmmodCalled")),
                        of(
                                "Spec",
                                and(
                                        name("Init"),
                                        always(stuttering(name("Next"), name("vars"))),
                                        weakFairness(name("vars"), name("Worker")),
                                        weakFairness(name("vars"), name("Rmmod")))));
    }

    private static void properties(Module.Builder module) {
        Expr canStep = exists("t", KTHREADS, call("CanStep", T));
        module.section("Properties")
                .together(
                        of(
                                "InModuleText",
                                List.of("t"),
                                notIn(at("pc", T), set(str("born"), str("exit"), str("dead")))),
                        of(
                                "NoCodeAfterUnload",
                                implies(
                                        eq(name("module"), str("freed")),
                                        forAll("t", KTHREADS, not(call("InModuleText", T))))))
                .aligned(List.of(
                        List.of(of(
                                "CanStep",
                                List.of("t"),
                                or(
                                        eq(at("pc", T), str("exit")),
                                        and(neq(at("pc", T), str("dead")), not(at("asleep", T)))))),
                        List.of(
                                of("StopPending", eq(at("pc", RMMOD), str("8.wait"))),
                                of(
                                        "NoStuckStop",
                                        implies(
                                                name("StopPending"),
                                                or(gt(at("exited", WORKER), num(0)), canStep))),
                                of("StopTerminates", leadsTo(name("StopPending"), not(name("StopPending")))))));
    }

    private static Expr go(Expr context, String from, Expr to) {
        return call("Go", context, str(from), to);
    }

    private static Expr oneOf(String... actions) {
        return or(List.of(actions).stream().map(Tla::name).toList());
    }

    private static Expr everyKthread(Expr value) {
        return function("t", KTHREADS, value);
    }

    static SafetyConfig safety() {
        return SafetyConfig.initNext("Init", "Next")
                .comment("linux-5.10")
                .modelValue("worker")
                .modelValue("rmmod")
                .constant("StopNotifies", FALSE)
                .invariant("NoCodeAfterUnload")
                .invariant("NoStuckStop")
                .ignoringDeadlock()
                .build();
    }

    static LivenessConfig liveness() {
        return LivenessConfig.specification("Spec")
                .comment("linux-5.10")
                .modelValue("worker")
                .modelValue("rmmod")
                .constant("StopNotifies", FALSE)
                .property("StopTerminates")
                .ignoringDeadlock()
                .build();
    }
}
