package org.quiesce.workbench;

import java.util.Optional;
import org.quiesce.sim.SearchResult.Statistics;

/**
 * What was found, and how much there was to see.
 *
 * @param searched what the simulator saw; empty if it did not take part
 */
public record Measured(CheckResult result, Optional<Statistics> searched) {}
