package org.quiesce.csource;

import java.util.Map;

/**
 * How many contexts run a function, where the C does not say so.
 *
 * @param users   how many user tasks are in a file operation at a time, by its name; {@link #USERS}, if nothing is said
 * @param threads how many threads run a thread function, by its name; as many as the C creates, if nothing is said
 * @param instances how many elements of arrays of threads there are, and CPUs
 */
public record Bounds(Map<String, Integer> users, Map<String, Integer> threads, int instances) {

    /** Each function is called by one user, all of them at the same time. */
    static final int USERS = 1;
    /** So many elements of an array, if nothing is said. */
    public static final int INSTANCES = 2;

    public Bounds {
        users = Map.copyOf(users);
        threads = Map.copyOf(threads);
    }

    /** The usual ones. */
    public static Bounds usual() {
        return new Bounds(Map.of(), Map.of(), INSTANCES);
    }

    /** The same, with so many elements of arrays, and CPUs. */
    public Bounds withInstances(int number) {
        return new Bounds(users, threads, number);
    }

    int users(String operation) {
        return users.getOrDefault(operation, USERS);
    }

    int threads(String thread, int created) {
        return threads.getOrDefault(thread, created);
    }
}
