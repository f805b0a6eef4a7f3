package org.quiesce.export;

/**
 * A text in some format.
 *
 * @param file name of the file that it would be, with directories before it where several belong together
 * @param text ends in a line break
 */
public record Document(String file, String text) {}
