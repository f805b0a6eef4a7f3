package org.quiesce.protocol;

import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.equal;
import static org.quiesce.protocol.Conditions.notEqual;
import static org.quiesce.protocol.Conditions.shouldPark;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Given.given;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

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

    private static final String STATUS = "status";
    private static final int NONE = 0;
    private static final int ACTIVE = 1;
    private static final int PARKED = 2;

    /** The fields of {@code struct smp_hotplug_thread} that name such a function. */
    public enum Field {
        CLEANUP("cleanup", "cleanup"),
        PARK("park", "park"),
        SETUP("setup", "setup"),
        THREAD_FN("thread_fn", "threadFn"),
        THREAD_SHOULD_RUN("thread_should_run", "shouldRun"),
        UNPARK("unpark", "unpark");

        private final String c;
        private final String method;

        Field(String c, String method) {
            this.c = c;
            this.method = method;
        }

        /** Its name in C. */
        public String c() {
            return c;
        }

        /** The method of this class that gives it its function. */
        public String method() {
            return method;
        }

        /** The field of that name in C, which is one of these. */
        public static Field of(String c) {
            return Stream.of(values()).filter(field -> field.c.equals(c)).findFirst().orElseThrow();
        }
    }

    private final Map<Field, Consumer<Body>> given = new EnumMap<>(Field.class);

    SmpbootHooks() {}

    /** What the thread does before anything else, once it runs for the first time. */
    public SmpbootHooks setup(Consumer<Body> body) {
        return function(Field.SETUP, body);
    }

    /** What the thread does before it ends, unless it was never set up. */
    public SmpbootHooks cleanup(Consumer<Body> body) {
        return function(Field.CLEANUP, body);
    }

    /** What the thread does before it is parked. */
    public SmpbootHooks park(Consumer<Body> body) {
        return function(Field.PARK, body);
    }

    /** What the thread does when it is parked no more; never, if nothing is given to do before it is parked. */
    public SmpbootHooks unpark(Consumer<Body> body) {
        return function(Field.UNPARK, body);
    }

    /**
     * Whether there is something to do: assigns {@value #SHOULD_RUN}. It is called with preemption disabled, and with
     * the thread's sleeping state set.
     */
    public SmpbootHooks shouldRun(Consumer<Body> body) {
        return function(Field.THREAD_SHOULD_RUN, body);
    }

    /** What the thread does each time that there is something to do. */
    public SmpbootHooks threadFn(Consumer<Body> body) {
        return function(Field.THREAD_FN, body);
    }

    /** Gives a field its function. */
    public SmpbootHooks function(Field field, Consumer<Body> body) {
        given.put(given("field", field), given("body", body));
        return this;
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
        return Stream.of(Field.SETUP, Field.CLEANUP, Field.PARK).anyMatch(given::containsKey);
    }

    private void turn(Body turn) {
        turn.call(Ops.setCurrentState(TaskState.INTERRUPTIBLE))
                .when(shouldStop(), this::leave)
                .when(shouldPark(), this::parks);
        if (keepsStatus()) {
            turn.when(equal(STATUS, NONE), first -> becomesActive(first, Field.SETUP));
        }
        if (given.containsKey(Field.PARK)) {
            turn.when(equal(STATUS, PARKED), again -> becomesActive(again, Field.UNPARK));
        }
        if (given.containsKey(Field.THREAD_SHOULD_RUN)) {
            turn.call(Ops.preemptDisable());
            calls(turn, Field.THREAD_SHOULD_RUN);
            turn.call(Ops.preemptEnable())
                    .when(notEqual(SHOULD_RUN, 0),
                            run -> calls(run.call(running()), Field.THREAD_FN),
                            idle -> idle.call(Ops.schedule()));
        } else {
            turn.call(Ops.schedule());
        }
    }

    private void leave(Body stop) {
        stop.call(running());
        if (given.containsKey(Field.CLEANUP)) {
            stop.when(notEqual(STATUS, NONE), ran -> calls(ran, Field.CLEANUP));
        }
        stop.returns(0);
    }

    private void parks(Body parking) {
        parking.call(running());
        if (given.containsKey(Field.PARK)) {
            parking.when(equal(STATUS, ACTIVE), active -> {
                calls(active, Field.PARK);
                active.call(Ops.setLocal(STATUS, PARKED));
            });
        }
        parking.call(Ops.kthreadParkme()).nextTurn();
    }

    private void becomesActive(Body body, Field field) {
        calls(body.call(running()), field);
        body.call(Ops.setLocal(STATUS, ACTIVE)).nextTurn();
    }

    private void calls(Body from, Field field) {
        if (given.containsKey(field)) {
            from.moduleText(field.c(), given.get(field));
        }
    }

    private static Operation running() {
        return Ops.plainSetCurrentState(TaskState.RUNNING);
    }
}
