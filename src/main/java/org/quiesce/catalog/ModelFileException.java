package org.quiesce.catalog;

/** A model file can't be used; the message says where, what, and what to do. */
public final class ModelFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String file;
    private final int line;
    private final int column;

    /** At a place in the file; line and column count from 1. */
    ModelFileException(String file, int line, int column, String whatAndRemedy) {
        super(file + ":" + line + ":" + column + ": " + whatAndRemedy);
        this.file = file;
        this.line = line;
        this.column = column;
    }

    /** The file as it was named by who asked for it. */
    public String file() {
        return file;
    }

    /** The line, counted from 1. */
    public int line() {
        return line;
    }

    /** The column, counted from 1. */
    public int column() {
        return column;
    }
}
