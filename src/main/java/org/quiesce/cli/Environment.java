package org.quiesce.cli;

import org.quiesce.tlc.AnswerCache;

/**
 * What the commands work with.
 *
 * @param console where they print
 * @param library where they find protocols
 * @param answers what TLC answered in earlier calls
 */
record Environment(Console console, Library library, AnswerCache answers) {}
