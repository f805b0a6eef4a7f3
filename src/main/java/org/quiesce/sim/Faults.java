package org.quiesce.sim;

import org.quiesce.kernel.Outcome;
import org.quiesce.protocol.step.Bounds;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.StateVariable;
import org.quiesce.protocol.step.Vocabulary;

/**
 * How the faults of a run are numbered: what an {@link Act} returns is {@link #RAISED} minus the value of
 * {@code fault}, and so below {@link Act#BLOCKED}.
 */
record Faults(Field field, int none, int textFault, int kasanUaf, int refcount, int nullDeref, int atomic, int wrongVictim, int bound) {

    private static final int RAISED = -2;
    private static final String VARIABLE = "fault";

    static Faults of(Layout layout) {
        return new Faults(
                layout.field(VARIABLE, StateVariable.PLAIN),
                code(layout, Vocabulary.NONE),
                RAISED - code(layout, Outcome.TEXT_FAULT.code()),
                RAISED - code(layout, Outcome.KASAN_UAF.code()),
                RAISED - code(layout, Outcome.REFCOUNT.code()),
                RAISED - code(layout, Outcome.NULL_DEREF.code()),
                RAISED - code(layout, Outcome.ATOMIC.code()),
                RAISED - code(layout, Outcome.WRONG_VICTIM.code()),
                RAISED - code(layout, Bounds.BOUND_FAULT));
    }

    /** What becomes of who touches a thread: {@link Act#NEXT}, or a fault if it is freed. */
    int ofTouching(Threads.KernelThread thread, long[] state) {
        if (thread.usage().get(state) != 0) {
            return Act.NEXT;
        }
        return thread.reused().get(state) == 0 ? kasanUaf : wrongVictim;
    }

    /** Whether what an act returned is a fault. */
    static boolean isRaised(int outcome) {
        return outcome <= RAISED;
    }

    /** Whether the run has ended with a fault. */
    boolean isFaulty(long[] state) {
        return field.get(state) != none;
    }

    /** Whether the run has ended with that fault. */
    boolean is(long[] state, int fault) {
        return field.get(state) == RAISED - fault;
    }

    void raise(long[] state, int fault) {
        field.set(state, RAISED - fault);
    }

    private static int code(Layout layout, String word) {
        return layout.code(VARIABLE, StateVariable.PLAIN, Datum.of(word));
    }
}
