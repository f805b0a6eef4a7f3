package org.quiesce.workbench;

import org.quiesce.mutation.Mutant;

/** A mutant, and what came of it. */
public record MutantResult(Mutant mutant, Fate fate) {}
