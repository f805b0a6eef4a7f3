package org.quiesce.sim;

import java.util.Arrays;

/** A growing list of ints. */
final class Numbers {

    private int[] values = new int[16];
    private int size;

    void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    int size() {
        return size;
    }

    int get(int position) {
        return values[position];
    }

    int removeLast() {
        return values[--size];
    }

    int last() {
        return values[size - 1];
    }

    void clear() {
        size = 0;
    }

    int[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
