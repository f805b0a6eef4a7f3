package org.quiesce.sim;

/**
 * One entry of a packed state: some bits of one word, which hold the position of a value in the entry's domain.
 *
 * @param word  number of the word
 * @param shift number of the lowest bit
 * @param mask  as many low bits as the field has
 * @param size  how many values there are
 */
record Field(int word, int shift, long mask, int size) {

    /** An entry that a protocol does without: it always reads as the first value, and stores nothing else. */
    static final Field ABSENT = new Field(0, 0, 0, 1);

    int get(long[] state) {
        return (int) (state[word] >>> shift & mask);
    }

    /** Stores a position; one outside of the domain is a defect of the simulator, never a state. */
    void set(long[] state, int code) {
        if (code < 0 || code >= size) {
            throw new IllegalStateException("internal error: value number " + code + " stored in a field of " + size);
        }
        state[word] = state[word] & ~(mask << shift) | (long) code << shift;
    }
}
