package org.quiesce.tla;

/**
 * A configuration for TLC: the {@code .cfg} file that goes with a module. Its {@code toString()} is the text of the
 * file.
 *
 * <p>There are two kinds, since symmetry, a view or a constraint would make TLC miss violations of liveness without a
 * word: only a {@link SafetyConfig} can have those, only a {@link LivenessConfig} can have temporal properties.
 */
public sealed interface ModelConfig permits SafetyConfig, LivenessConfig {

    /**
     * Makes sure that the module has what this configuration names: TLC would not always say so.
     *
     * @throws IllegalArgumentException if a constant of the module has no value, or the module does not define an
     *     operator that is named here
     */
    void requireFits(Module module);
}
