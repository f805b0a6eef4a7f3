/**
 * Mutants: protocols that differ from one that is right by one small slip, as somebody may make it. A property that no
 * mutant violates protects nothing; a mutant that violates no property shows what nothing protects, or what the code can
 * do without.
 */
package org.quiesce.mutation;
