package org.quiesce.protocol;

/**
 * A function of a protocol, for messages about its statements.
 *
 * @param function as the listing names it: a thread function, {@code init}, {@code exit}, …
 */
record Place(Protocol protocol, String function) {

    /** What is said of a statement that is refused, by its line and its C. */
    ProtocolException refuse(int line, String why) {
        return new ProtocolException(this + ", line " + line
                + protocol.listing().text(line).map(c -> " '" + printable(c) + "'").orElse("") + ": " + why);
    }

    /** What is refused may be just that it can't be shown on one line. */
    private static String printable(String c) {
        return c.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
    }

    /** What is said of a function that is refused as a whole. */
    ProtocolException refuse(String why) {
        return new ProtocolException(this + ": " + why);
    }

    @Override
    public String toString() {
        return "protocol " + protocol.name() + ", " + function;
    }
}
