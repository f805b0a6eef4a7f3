/**
 * Kernel C as a protocol: reads a file of a module as it is, not preprocessed, finds the contexts in which its functions
 * run, and translates the operations on threads and on what they share; the rest is abstracted, and each abstraction is
 * recorded with its line.
 */
package org.quiesce.csource;
