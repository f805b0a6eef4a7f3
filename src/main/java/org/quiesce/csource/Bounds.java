package org.quiesce.csource;

import java.util.Map;

/**
 * How many contexts run a function, where the C does not say so.
 *
 * @param users   how many user tasks are in a file operation at a time, by its name; {@link #USERS}, if nothing is said
 * @param threads how many threads run a thread function, by its name; as many as the C creates, if nothing is said
 */
public record Bounds(Map<String, Integer> users, Map<String, Integer> threads) {

    /** Each function is called by one user, all of them at the same time. */
    static final int USERS = 1;

    public Bounds {
        users = Map.copyOf(users);
        threads = Map.copyOf(threads);
    }

    /** The usual ones. */
    public static Bounds usual() {
        return new Bounds(Map.of(), Map.of());
    }

    int users(String operation) {
        return users.getOrDefault(operation, USERS);
    }

    int threads(String thread, int created) {
        return threads.getOrDefault(thread, created);
    }
}
