package org.quiesce.protocol.step;

/** Where values that a kernel hardly bounds stop in a model. Results state them. */
public final class Bounds {

    /** A completion counts to this; one more sets {@code fault} to {@link #BOUND_FAULT}. */
    public static final int COMPLETION_MAX = 7;

    /** The value of a completion after {@code complete_all()}: waits no longer consume. */
    public static final int COMPLETED_FOR_ALL = 8;

    /** References on a task, and on the module; one more sets {@code fault} to {@link #BOUND_FAULT}. */
    public static final int REFERENCES_MAX = 7;

    /** Completed parks that nobody has waited for; one more sets {@code fault} to {@link #BOUND_FAULT}. */
    public static final int PARKED_MAX = 3;

    /** Cancellations of one work item at the same time; one more sets {@code fault} to {@link #BOUND_FAULT}. */
    public static final int CANCELLING_MAX = 3;

    /** Times that an interrupt or a tasklet is disabled; one more sets {@code fault} to {@link #BOUND_FAULT}. */
    public static final int DISABLED_MAX = 3;

    /** Sections one in the other; one more sets {@code fault} to {@link #BOUND_FAULT}. */
    public static final int NESTING_MAX = 3;

    /** The value of {@code fault} when a run left the bounds: it makes every verdict inconclusive. */
    public static final String BOUND_FAULT = "BOUND";

    private Bounds() {}
}
