package org.quiesce.tlc;

/** The numbers of TLC's messages that carry meaning here; its own source calls them {@code EC}. */
final class MessageCode {
    static final int OUT_OF_MEMORY = 1001;
    static final int OUT_OF_MEMORY_INITIAL_STATES = 1002;
    static final int ERROR_POSITIONS = 2103;
    static final int ASSUMPTION_FALSE = 2104;
    static final int INVARIANT_VIOLATED_INITIALLY = 2107;
    static final int PROPERTY_VIOLATED_INITIALLY = 2108;
    static final int INVARIANT_VIOLATED = 2110;
    static final int ACTION_PROPERTY_VIOLATED = 2112;
    static final int DEADLOCK = 2114;
    static final int TEMPORAL_PROPERTY_VIOLATED = 2116;
    static final int BEHAVIOR_FOLLOWS = 2121;
    static final int BACK_TO_STATE = 2122;
    static final int ASSERTION_FAILED = 2132;
    static final int FINISHED = 2186;
    static final int CHECKING_TEMPORAL = 2192;
    static final int NO_ERROR = 2193;
    static final int DEPTH = 2194;
    static final int COUNTS = 2199;
    static final int PROGRESS = 2200;
    static final int COVERAGE_START = 2201;
    static final int COVERAGE_END = 2202;
    static final int STATE = 2217;
    static final int STUTTERING = 2218;
    static final int VERSION = 2262;
    static final int COUNTEREXAMPLE_FOLLOWS = 2264;
    static final int CHECKED_TEMPORAL = 2267;
    static final int COVERAGE_ACTION = 2772;
    static final int COVERAGE_INITIAL = 2773;
    private static final int FIRST_OF_CONFIGURATION = 5001;
    private static final int LAST_OF_CONFIGURATION = 5006;

    private MessageCode() {}

    /** Whether it comes with another error and says no more than that one. */
    static boolean isCompanion(int code) {
        return code == BEHAVIOR_FOLLOWS || code == COUNTEREXAMPLE_FOLLOWS || code == ERROR_POSITIONS;
    }

    static boolean isOutOfMemory(int code) {
        return code == OUT_OF_MEMORY || code == OUT_OF_MEMORY_INITIAL_STATES;
    }

    static boolean isConfigurationError(int code) {
        return code >= FIRST_OF_CONFIGURATION && code <= LAST_OF_CONFIGURATION;
    }
}
