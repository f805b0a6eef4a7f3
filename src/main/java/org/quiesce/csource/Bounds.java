package org.quiesce.csource;

import java.util.Map;
import java.util.Set;
import org.quiesce.protocol.Outside;

/**
 * How many contexts run a function, and what goes on outside of the module, where the C does not say so.
 *
 * @param users   how many user tasks are in a file operation at a time, by its name; all others have {@code usersEach}
 * @param threads how many threads run a thread function, by its name; as many as the C creates, if nothing is said
 * @param instances how many elements of arrays of threads there are, and CPUs
 * @param usersEach how many user tasks are in every other file operation
 * @param outside   what may happen outside
 */
public record Bounds(Map<String, Integer> users, Map<String, Integer> threads, int instances, int usersEach,
        Set<Outside> outside) {

    /** Each function is called by one user, all of them at the same time. */
    static final int USERS = 1;
    /** So many elements of an array, if nothing is said. */
    public static final int INSTANCES = 2;

    public Bounds {
        users = Map.copyOf(users);
        threads = Map.copyOf(threads);
        outside = Set.copyOf(outside);
    }

    /** The usual ones. */
    public static Bounds usual() {
        return new Bounds(Map.of(), Map.of(), INSTANCES, USERS, Set.of());
    }

    /** The same, with so many elements of arrays, and CPUs. */
    public Bounds withInstances(int number) {
        return new Bounds(users, threads, number, usersEach, outside);
    }

    /** The same, with so many tasks in each file operation. */
    public Bounds withUsers(int number) {
        return new Bounds(users, threads, instances, number, outside);
    }

    /** The same, with so many tasks in these file operations, and threads of these functions. */
    public Bounds with(Map<String, Integer> tasks, Map<String, Integer> kthreads) {
        return new Bounds(tasks, kthreads, instances, usersEach, outside);
    }

    /** The same, where this may happen outside. */
    public Bounds with(Set<Outside> what) {
        return new Bounds(users, threads, instances, usersEach, what);
    }

    int users(String operation) {
        return users.getOrDefault(operation, usersEach);
    }

    int threads(String thread, int created) {
        return threads.getOrDefault(thread, created);
    }
}
