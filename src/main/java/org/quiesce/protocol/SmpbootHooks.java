package org.quiesce.protocol;

import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.equal;
import static org.quiesce.protocol.Conditions.notEqual;
import static org.quiesce.protocol.Conditions.shouldPark;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Given.given;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The functions of a module that the thread of a CPU calls: those of {@code struct smp_hotplug_thread}. A function that
 * is not given does nothing; without {@link #shouldRun} there is never anything to do.
 *
 * <p>A function ends at the end of its body: a {@code return} in it would be that of the thread.
 *
 * <p>Source: {@code smpboot_thread_fn()} in {@code kernel/smpboot.c}, read in 6.1.192 and 6.12.117.
 */
public final class SmpbootHooks {

    /** The local variable that {@link #shouldRun} assigns; anything but 0 is yes. */
    public static final String SHOULD_RUN = "should_run";

    private static final String THREAD_SHOULD_RUN = "thread_should_run";
    private static final String THREAD_FN = "thread_fn";

    private static final String STATUS = "status";
    private static final int NONE = 0;
    private static final int ACTIVE = 1;
    private static final int PARKED = 2;

    private final Map<String, Consumer<Body>> given = new LinkedHashMap<>();

    SmpbootHooks() {}

    /** What the thread does before anything else, once it runs for the first time. */
    public SmpbootHooks setup(Consumer<Body> body) {
        return hook("setup", body);
    }

    /** What the thread does before it ends, unless it was never set up. */
    public SmpbootHooks cleanup(Consumer<Body> body) {
        return hook("cleanup", body);
    }

    /** What the thread does before it is parked. */
    public SmpbootHooks park(Consumer<Body> body) {
        return hook("park", body);
    }

    /** What the thread does when it is parked no more. */
    public SmpbootHooks unpark(Consumer<Body> body) {
        return hook("unpark", body);
    }

    /**
     * Whether there is something to do: assigns {@value #SHOULD_RUN}. It is called with preemption disabled, and with
     * the thread's sleeping state set.
     */
    public SmpbootHooks shouldRun(Consumer<Body> body) {
        return hook(THREAD_SHOULD_RUN, body);
    }

    /** What the thread does each time that there is something to do. */
    public SmpbootHooks threadFn(Consumer<Body> body) {
        return hook(THREAD_FN, body);
    }

    private SmpbootHooks hook(String field, Consumer<Body> body) {
        given.put(field, given("body", body));
        return this;
    }

    /** The name of the method that gives a field its function. */
    public static String method(String field) {
        return switch (field) {
            case THREAD_SHOULD_RUN -> "shouldRun";
            case THREAD_FN -> "threadFn";
            default -> field;
        };
    }

    /** smpboot_thread_fn(). */
    void loop(Body thread) {
        thread.kernelText("smpboot_thread_fn", loop -> {
            if (keepsStatus()) {
                loop.call(Ops.setLocal(STATUS, NONE));
            }
            loop.loop(always(), this::turn);
        });
    }

    /** Whether it makes a difference whether the thread has run, and whether it was parked since. */
    private boolean keepsStatus() {
        return given.keySet().stream().anyMatch(hook -> !List.of(THREAD_SHOULD_RUN, THREAD_FN).contains(hook));
    }

    private void turn(Body turn) {
        turn.call(Ops.setCurrentState(TaskState.INTERRUPTIBLE))
                .when(shouldStop(), this::leave)
                .when(shouldPark(), this::parks);
        if (keepsStatus()) {
            turn.when(equal(STATUS, NONE), first -> becomesActive(first, "setup"))
                    .when(equal(STATUS, PARKED), again -> becomesActive(again, "unpark"));
        }
        if (given.containsKey(THREAD_SHOULD_RUN)) {
            turn.call(Ops.preemptDisable());
            calls(turn, THREAD_SHOULD_RUN);
            turn.call(Ops.preemptEnable())
                    .when(notEqual(SHOULD_RUN, 0),
                            run -> calls(run.call(running()), THREAD_FN),
                            idle -> idle.call(Ops.schedule()));
        } else {
            turn.call(Ops.schedule());
        }
    }

    private void leave(Body stop) {
        stop.call(running());
        if (given.containsKey("cleanup")) {
            stop.when(notEqual(STATUS, NONE), ran -> calls(ran, "cleanup"));
        }
        stop.returns(0);
    }

    private void parks(Body parking) {
        parking.call(running());
        if (keepsStatus()) {
            parking.when(equal(STATUS, ACTIVE), active -> {
                calls(active, "park");
                active.call(Ops.setLocal(STATUS, PARKED));
            });
        }
        parking.call(Ops.kthreadParkme()).nextTurn();
    }

    private void becomesActive(Body body, String hook) {
        calls(body.call(running()), hook);
        body.call(Ops.setLocal(STATUS, ACTIVE)).nextTurn();
    }

    private void calls(Body from, String hook) {
        if (given.containsKey(hook)) {
            from.moduleText(hook, given.get(hook));
        }
    }

    private static Operation running() {
        return Ops.plainSetCurrentState(TaskState.RUNNING);
    }
}
