/** Series of checks that are measured: what is swept, what was found and what it cost, as tables and as plots. */
package org.quiesce.experiment;
