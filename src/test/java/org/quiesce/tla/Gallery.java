package org.quiesce.tla;

import static org.quiesce.tla.Definition.of;
import static org.quiesce.tla.Tla.FALSE;
import static org.quiesce.tla.Tla.OLD;
import static org.quiesce.tla.Tla.TRUE;
import static org.quiesce.tla.Tla.allOf;
import static org.quiesce.tla.Tla.and;
import static org.quiesce.tla.Tla.anyOf;
import static org.quiesce.tla.Tla.arm;
import static org.quiesce.tla.Tla.assign;
import static org.quiesce.tla.Tla.assignAt;
import static org.quiesce.tla.Tla.at;
import static org.quiesce.tla.Tla.call;
import static org.quiesce.tla.Tla.cases;
import static org.quiesce.tla.Tla.choose;
import static org.quiesce.tla.Tla.commented;
import static org.quiesce.tla.Tla.domain;
import static org.quiesce.tla.Tla.entry;
import static org.quiesce.tla.Tla.eq;
import static org.quiesce.tla.Tla.except;
import static org.quiesce.tla.Tla.exists;
import static org.quiesce.tla.Tla.filter;
import static org.quiesce.tla.Tla.forAll;
import static org.quiesce.tla.Tla.function;
import static org.quiesce.tla.Tla.functions;
import static org.quiesce.tla.Tla.ifThenElse;
import static org.quiesce.tla.Tla.implies;
import static org.quiesce.tla.Tla.in;
import static org.quiesce.tla.Tla.let;
import static org.quiesce.tla.Tla.mapsTo;
import static org.quiesce.tla.Tla.member;
import static org.quiesce.tla.Tla.name;
import static org.quiesce.tla.Tla.neq;
import static org.quiesce.tla.Tla.not;
import static org.quiesce.tla.Tla.num;
import static org.quiesce.tla.Tla.or;
import static org.quiesce.tla.Tla.override;
import static org.quiesce.tla.Tla.plus;
import static org.quiesce.tla.Tla.prime;
import static org.quiesce.tla.Tla.range;
import static org.quiesce.tla.Tla.record;
import static org.quiesce.tla.Tla.records;
import static org.quiesce.tla.Tla.set;
import static org.quiesce.tla.Tla.str;
import static org.quiesce.tla.Tla.table;
import static org.quiesce.tla.Tla.tuple;
import static org.quiesce.tla.Tla.update;

import java.util.List;

/** One of everything, too long for a line. */
final class Gallery {

    private static final Expr T = name("t");
    private static final Expr THREADS = name("Threads");
    private static final Expr WAITER = name("waiter");

    private Gallery() {}

    static Module module() {
        Module.Builder module = Module.named("Gallery")
                .header("What does not fit on a line.")
                .extending("Integers", "Sequences", "TLC")
                .constant("Threads", "the kthreads")
                .constant("waiter", "the task in a read() of the device, which sleeps until data comes or the device is gone")
                .constant("aConstantWithAVeryLongName")
                .variable("pc")
                .variable("state", "task state")
                .variable("queue", "wait queue of the device")
                .variable("pendingNotifications")
                .variable("completionOfTheWorker")
                .variable("referencesHeld")
                .variable("moduleText")
                .tupleOfVariables("vars");
        sets(module);
        actions(module);
        properties(module);
        return module.build();
    }

    private static void sets(Module.Builder module) {
        module.section("Sets and functions")
                .aligned(
                        of("TaskStates", set(List.of("RUNNING", "INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE",
                                        "PARKED", "DEAD")
                                .stream()
                                .map(Tla::str)
                                .toList())),
                        of("Two", num(2)))
                .define(
                        "Messages",
                        records(
                                entry("sender", THREADS),
                                entry("receiver", filter("t", THREADS, neq(at("pc", T), str("dead")))),
                                entry("content", functions(THREADS, range(num(-1), num(1))))))
                .define(
                        "Empty",
                        record(
                                entry("sender", choose("t", THREADS, and(eq(at("pc", T), str("start")), not(eq(T, WAITER))))),
                                entry("receiver", WAITER),
                                entry("content", function("t", THREADS, num(0)))))
                .define(of(
                                "Score",
                                List.of("t"),
                                let(
                                        List.of(
                                                of("alive", neq(at("state", T), str("DEAD"))),
                                                of("Bonus", List.of("x"), plus(name("x"), num(1)))
                                                        .comment("only for those that live")),
                                        cases(
                                                List.of(
                                                        arm(and(name("alive"), eq(T, WAITER)), call("Bonus", num(3))),
                                                        arm(name("alive"), call("Bonus", at("referencesHeld", T)))),
                                                num(0))))
                        .remark("How much a thread is worth.\nTwo lines of it."));
    }

    private static void actions(Module.Builder module) {
        module.section("Actions")
                .define(
                        "Init",
                        table(
                                eq(
                                        name("pc"),
                                        override(
                                                override(
                                                        mapsTo(WAITER, str("the waiter's first step")),
                                                        mapsTo(str("timer"), str("the timer's first step"))),
                                                mapsTo(str("rmmod"), str("loaded, and the module is live")))),
                                commented(eq(name("state"), function("t", THREADS, str("RUNNING"))), "all run"),
                                eq(name("queue"), tuple()),
                                eq(name("pendingNotifications"), num(0)),
                                in(name("completionOfTheWorker"), set(num(0), num(1))),
                                commented(
                                        eq(name("referencesHeld"), function("t", THREADS, num(0))),
                                        "a long story of which references are held by whom, and for how long they are"),
                                eq(name("moduleText"), str("live"))))
                .action(Action.of(
                                "Wake",
                                in(T, domain(name("state"))),
                                commented(or(eq(at("state", T), str("INTERRUPTIBLE")), eq(T, WAITER)), "as it says"),
                                ifThenElse(
                                        eq(name("queue"), tuple()),
                                        assign("completionOfTheWorker", plus(name("completionOfTheWorker"), num(1))),
                                        ifThenElse(
                                                eq(call("Head", name("queue")), T),
                                                and(
                                                        assign("queue", call("Tail", name("queue"))),
                                                        assignAt("state", T, str("RUNNING"))),
                                                TRUE)))
                        .parameters("t")
                        .comment("wake_up(&dev->queue)"))
                .action(Action.of(
                                "Deliver",
                                exists(
                                        "m",
                                        name("Messages"),
                                        allOf(
                                                eq(at("pc", name("m").field("sender")), str("send")),
                                                anyOf(
                                                        assignAt("pc", name("m").field("sender"), str("sent")),
                                                        and(
                                                                assign("queue", call("Append", name("queue"), T)),
                                                                eq(T, WAITER))))))
                        .parameters("t")
                        .comment("a remark that is much too long to stand behind the name of the action, so goes above it"));
    }

    private static void properties(Module.Builder module) {
        module.section("Properties")
                .define(
                        "NothingIsLost",
                        forAll(
                                "t",
                                THREADS,
                                implies(
                                        and(
                                                eq(at("state", T), str("UNINTERRUPTIBLE")),
                                                neq(at("pc", T), str("waiting for the completion"))),
                                        or(
                                                in(T, set(at("queue", num(1)), at("queue", num(2)))),
                                                exists("u", THREADS, eq(at("pc", name("u")), str("about to wake"))),
                                                FALSE))))
                .define(
                        "Update",
                        eq(
                                prime("state"),
                                except(
                                        name("state"),
                                        update(plus(OLD, num(1)), at(WAITER), member("wakeups"), at(num(1), num(2))),
                                        update(
                                                ifThenElse(at("moduleText", WAITER), str("RUNNING"), OLD),
                                                at(name("aConstantWithAVeryLongName"))))));
    }
}
