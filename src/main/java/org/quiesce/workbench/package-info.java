/** The main flow: lower, emit, run TLC beside the simulator, compare, replay, judge. */
package org.quiesce.workbench;
