package org.quiesce.protocol.step;

/** The labels that are not lines of a program. */
public final class Label {

    /** A thread that was not created yet. */
    public static final String NONE = "none";
    /** K2 and K3: created, asleep until its first wake; its next step is the trampoline's stop test. */
    public static final String BORN = "born";
    /** K4: between the stop test and the thread function, in the parkme loop of the trampoline. */
    public static final String BORN_PARK = "born.park";
    /** K10: past the last module instruction; {@code exited} is not completed yet. */
    public static final String EXIT = "exit";
    /** K11: {@code exited} is completed, core exit code is still running. */
    public static final String EXITED = "exited";
    /**
     * A thread that has run its task work: about to be reaped. Where there is no task work, it is at EXITED instead.
     */
    public static final String REAP = "reap";
    /** K13: off its CPU for good; the task is freed after a grace period, if nobody holds a reference. */
    public static final String DEAD = "dead";
    /** The kernel's own reference is dropped. */
    public static final String GONE = "gone";

    /** The loader: init has succeeded and the module is live; what it called asynchronously is waited for. */
    public static final String LOADED = "loaded";
    /** The loader: the module is live, nobody asked to unload it yet. */
    public static final String LIVE = "live";
    /** The loader: exit has returned; what was acquired for the device, or called asynchronously, ends. */
    public static final String RELEASE = "release";
    /** The loader: init has failed; what was acquired for the device is released. */
    public static final String UNDO = "undo";
    /** The loader: about to wait for RCU, in free_module(). */
    public static final String SYNC = "sync";
    /** The loader: a grace period of RCU is running. */
    public static final String GRACE = "grace";
    /** The loader: about to free module text. */
    public static final String FREE = "free";

    /** A task that has not called into the module yet, or a callback that is not running. */
    public static final String IDLE = "idle";
    /** A callback or a call at its last instruction: all that it does is done, and it still runs module text. */
    public static final String RETURN = "return";
    /** A task whose call returned to core code. */
    public static final String LEAVE = "leave";

    /** Nothing more to do. */
    public static final String DONE = "done";

    private Label() {}
}
