/** Finished results in the formats of other tools: one class for each, over {@code result} alone. */
package org.quiesce.export;
