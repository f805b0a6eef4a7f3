package org.quiesce.tla;

/**
 * A precedence range. Of two neighbouring operators the one whose whole range is higher binds tighter; where ranges
 * overlap, TLA+ demands parentheses.
 *
 * @param low  the lowest level
 * @param high the highest level
 */
record Precedence(int low, int high) {

    /** Of what ends with the brackets, the list item or the definition that it stands in. */
    static final Precedence NOTHING = of(-1);

    /** Of a colon or another mark that no operator reaches across, but at which IF or \E does not end by itself. */
    static final Precedence DELIMITER = of(0);

    static final Precedence JUNCTION = of(3);

    static final Precedence MEMBERSHIP = of(5);

    static final Precedence PRODUCT = new Precedence(10, 13);

    static final Precedence PRIME = of(15);

    static Precedence of(int level) {
        return new Precedence(level, level);
    }

    boolean bindsTighterThan(Precedence other) {
        return low > other.high;
    }
}
