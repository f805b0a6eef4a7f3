package org.quiesce.sim;

import java.util.stream.IntStream;

/** Which states are how far from the initial one: states are numbered breadth first, so each distance has a range. */
final class Levels {

    private final Numbers firsts = new Numbers();
    private int end;

    /** Notes that the states from {@code first} up to below {@code next} are one move farther than those before. */
    void add(int first, int next) {
        firsts.add(first);
        end = next;
    }

    /** The number of states whose distance was noted. */
    int end() {
        return end;
    }

    /** How many distances there are. */
    int size() {
        return firsts.size();
    }

    /** The first state at that distance. */
    int first(int distance) {
        return distance < firsts.size() ? firsts.get(distance) : end;
    }

    /** How many moves a state is from the initial one, on a shortest way. */
    int distance(int state) {
        int low = 0;
        int high = firsts.size() - 1;
        while (low < high) {
            int middle = low + high + 1 >>> 1;
            if (firsts.get(middle) <= state) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** The states that are as far as that one. */
    IntStream peers(int state) {
        int distance = distance(state);
        return IntStream.range(first(distance), first(distance + 1));
    }
}
