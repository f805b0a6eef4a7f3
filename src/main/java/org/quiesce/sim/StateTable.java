package org.quiesce.sim;

import java.util.Arrays;

/**
 * The distinct states found so far, numbered in the order of their discovery, each with the state that it was found
 * from.
 *
 * <p>States lie side by side in chunks; an open-addressing table of ints finds their numbers. A slot has the number
 * plus one in its low bits, and above it as many bits of the hash as are left, so that few states need be compared.
 */
final class StateTable {

    /** The parent of the initial state. */
    static final int ROOT = -1;

    private static final int CHUNK_BITS = 14;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final int CHUNK_MASK = CHUNK - 1;
    private static final int FIRST_SLOTS = 1 << 12;
    /** At most three quarters of the slots are taken. */
    private static final int MAX_SLOTS = 1 << 30;
    private static final int MOST_STATES = MAX_SLOTS / 4 * 3;

    private final int words;
    private long[][] states = {};
    private int[][] parents = {};
    private int[] slots = new int[FIRST_SLOTS];
    private int indexBits = Integer.numberOfTrailingZeros(FIRST_SLOTS);
    private int size;

    StateTable(int words) {
        this.words = words;
    }

    int size() {
        return size;
    }

    /** Bytes of all arrays. */
    long bytes() {
        long chunks = states.length;
        return chunks * CHUNK * (words * (long) Long.BYTES + Integer.BYTES) + slots.length * (long) Integer.BYTES;
    }

    void read(int number, long[] into) {
        System.arraycopy(states[number >>> CHUNK_BITS], (number & CHUNK_MASK) * words, into, 0, words);
    }

    int parent(int number) {
        return parents[number >>> CHUNK_BITS][number & CHUNK_MASK];
    }

    /** The hash of a state that lies in an array. */
    long hash(long[] source, int offset) {
        long hash = 0;
        for (int i = 0; i < words; i++) {
            hash = (hash ^ source[offset + i]) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 32;
        }
        return hash * 0xD6E8FEB86659FD93L;
    }

    /** What the first slot for a hash holds: reading it early brings it into the cache. */
    int peek(long hash) {
        return slots[slot(hash)];
    }

    /** The first word of the state that a slot holds, if there is one: reading it early brings it into the cache. */
    long peekState(int held) {
        int index = (held & indexMask()) - 1;
        return index < 0 ? 0 : states[index >>> CHUNK_BITS][(index & CHUNK_MASK) * words];
    }

    /** The number of a state, or -1 if it was not found yet. */
    int find(long[] source, int offset, long hash) {
        int slot = slot(hash);
        int tag = tag(hash);
        while (slots[slot] != 0) {
            int held = slots[slot];
            if ((held & ~indexMask()) == tag && isAt((held & indexMask()) - 1, source, offset)) {
                return (held & indexMask()) - 1;
            }
            slot = slot + 1 & slots.length - 1;
        }
        return -1;
    }

    /** Adds a state unless it is there; returns whether it is new, and then it has the highest number. */
    boolean add(long[] source, int offset, long hash, int parent) {
        int slot = slot(hash);
        int tag = tag(hash);
        while (slots[slot] != 0) {
            int held = slots[slot];
            if ((held & ~indexMask()) == tag && isAt((held & indexMask()) - 1, source, offset)) {
                return false;
            }
            slot = slot + 1 & slots.length - 1;
        }
        if (size == MOST_STATES) {
            throw new OutOfMemoryError("more than " + MOST_STATES + " states");
        }
        int chunk = size >>> CHUNK_BITS;
        if (chunk == states.length) {
            addChunk();
        }
        System.arraycopy(source, offset, states[chunk], (size & CHUNK_MASK) * words, words);
        parents[chunk][size & CHUNK_MASK] = parent;
        size++;
        slots[slot] = tag | size;
        if (size > slots.length / 4 * 3) {
            grow();
        }
        return true;
    }

    private void addChunk() {
        states = Arrays.copyOf(states, states.length + 1);
        parents = Arrays.copyOf(parents, parents.length + 1);
        states[states.length - 1] = new long[CHUNK * words];
        parents[parents.length - 1] = new int[CHUNK];
    }

    private void grow() {
        int length = slots.length * 2;
        slots = new int[0];
        slots = new int[length];
        indexBits++;
        for (int index = 0; index < size; index++) {
            long hash = hash(states[index >>> CHUNK_BITS], (index & CHUNK_MASK) * words);
            int slot = slot(hash);
            while (slots[slot] != 0) {
                slot = slot + 1 & length - 1;
            }
            slots[slot] = tag(hash) | index + 1;
        }
    }

    private int indexMask() {
        return (1 << indexBits) - 1;
    }

    /** The slot comes from the high bits of the hash, the tag from the low ones. */
    private int slot(long hash) {
        return (int) (hash >>> Long.SIZE - indexBits);
    }

    private int tag(long hash) {
        return (int) hash & ~indexMask();
    }

    private boolean isAt(int number, long[] source, int offset) {
        long[] chunk = states[number >>> CHUNK_BITS];
        int at = (number & CHUNK_MASK) * words;
        for (int i = 0; i < words; i++) {
            if (chunk[at + i] != source[offset + i]) {
                return false;
            }
        }
        return true;
    }
}
