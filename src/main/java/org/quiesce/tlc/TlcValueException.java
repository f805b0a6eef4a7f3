package org.quiesce.tlc;

/** A text is not a value in TLC's notation. The message names line, column and what was expected. */
public final class TlcValueException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    TlcValueException(String problem, int line, int column) {
        super("TLC value, line " + line + ", column " + column + ": " + problem);
        this.line = line;
        this.column = column;
    }

    /** Line of the error in the parsed text, from 1. */
    public int line() {
        return line;
    }

    /** Column of the error in its line, from 1. */
    public int column() {
        return column;
    }
}
