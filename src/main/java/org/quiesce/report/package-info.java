/** Renders finished results: as text for a terminal, and as JSON. Nothing here decides a verdict. */
package org.quiesce.report;
