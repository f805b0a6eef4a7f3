package org.quiesce.sim;

/**
 * A finite graph whose edges serve demands of fairness. An edge from a state to itself changes nothing and is left out:
 * fairness neither demands it nor is served by it.
 *
 * <p>A demand is enabled in a state if an edge that serves it leaves the state. An endless run meets a weak demand if
 * the demand is served, or not enabled, again and again; a strong one if it is served again and again, or not enabled
 * from some time on.
 */
interface FairGraph {

    /** The end of an edge that leaves the graph. */
    int OUTSIDE = -1;

    /** States are numbered from 0. */
    int size();

    /** Tells the edges of a state, always in the same order. */
    void edges(int from, EdgeSink sink);

    /** What edges serve, by label. */
    Demands demands();

    /** Takes the edges of a state. */
    @FunctionalInterface
    interface EdgeSink {

        /** An edge; {@code to} may be {@link #OUTSIDE}. */
        void edge(int label, int to);
    }

    /** The demands of fairness: each a number, weak and strong ones apart. */
    interface Demands {

        int NONE = -1;

        int weakDemands();

        int strongDemands();

        /** The weak demand that an edge serves, or {@link #NONE}. */
        int weak(int label);

        /** The strong demand that an edge serves, or {@link #NONE}. */
        int strong(int label);
    }
}
