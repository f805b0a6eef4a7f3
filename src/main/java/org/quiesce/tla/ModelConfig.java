package org.quiesce.tla;

/**
 * A configuration for TLC: the {@code .cfg} file that goes with a module. Its {@code toString()} is the text of the
 * file.
 *
 * <p>There are two kinds, since symmetry, a view or a constraint would make TLC miss violations of liveness without a
 * word: only a {@link SafetyConfig} can have those, only a {@link LivenessConfig} can have temporal properties.
 */
public sealed interface ModelConfig permits SafetyConfig, LivenessConfig {}
