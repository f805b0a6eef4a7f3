package org.quiesce.cli;

/**
 * What the commands work with.
 *
 * @param console where they print
 * @param library where they find protocols
 */
record Environment(Console console, Library library) {}
