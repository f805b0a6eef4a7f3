package org.quiesce.csource;

import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.quiesce.protocol.Outside;

/**
 * How many contexts run a function, and what goes on outside of the module, where the C does not say so.
 *
 * @param users   how many user tasks are in a file operation at a time, by its name, each of which calls it once; all others
 *              have {@code usersEach}
 * @param threads how many threads run a thread function, by its name; as many as the C creates, if nothing is said
 * @param instances how many elements of arrays of threads there are, and CPUs
 * @param usersEach how many user tasks are in every other file operation; as many as what it does asks for, if nothing is
 *                  said
 * @param outside   what may happen outside
 */
public record Bounds(Map<String, Integer> users, Map<String, Integer> threads, int instances, OptionalInt usersEach,
        Set<Outside> outside) {

    /** So many elements of an array, if nothing is said. */
    public static final int INSTANCES = 2;

    public Bounds {
        users = Map.copyOf(users);
        threads = Map.copyOf(threads);
        outside = Set.copyOf(outside);
    }

    /** The usual ones. */
    public static Bounds usual() {
        return new Bounds(Map.of(), Map.of(), INSTANCES, OptionalInt.empty(), Set.of());
    }

    /** The same, with so many elements of arrays, and CPUs. */
    public Bounds withInstances(int number) {
        return new Bounds(users, threads, number, usersEach, outside);
    }

    /** The same, with so many tasks in each file operation. */
    public Bounds withUsers(int number) {
        return new Bounds(users, threads, instances, OptionalInt.of(number), outside);
    }

    /** The same, with so many tasks in these file operations, and threads of these functions. */
    public Bounds with(Map<String, Integer> tasks, Map<String, Integer> kthreads) {
        return new Bounds(tasks, kthreads, instances, usersEach, outside);
    }

    /** The same, where this may happen outside. */
    public Bounds with(Set<Outside> what) {
        return new Bounds(users, threads, instances, usersEach, what);
    }

    /** @param needed how many there are if nothing is said */
    int users(String operation, int needed) {
        return users.getOrDefault(operation, usersEach.orElse(needed));
    }

    /** Whether it is said of a file operation how many users call it, each once. */
    boolean isSaid(String operation) {
        return users.containsKey(operation);
    }

    /** Whether nothing is said of how many users call it. */
    boolean isOpen(String operation) {
        return !isSaid(operation) && usersEach.isEmpty();
    }

    int threads(String thread, int created) {
        return threads.getOrDefault(thread, created);
    }
}
