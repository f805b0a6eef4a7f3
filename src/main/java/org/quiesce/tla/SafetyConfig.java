package org.quiesce.tla;

import java.util.ArrayList;
import java.util.List;

/** A configuration that checks invariants. See {@link ModelConfig} for why it has no temporal properties. */
public final class SafetyConfig implements ModelConfig {

    private final ConfigBuilder.Finished file;

    private SafetyConfig(ConfigBuilder.Finished file) {
        this.file = file;
    }

    @Override
    public void requireFits(Module module) {
        file.requireFits(module);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SafetyConfig config && config.file.equals(file);
    }

    @Override
    public int hashCode() {
        return file.hashCode();
    }

    /** Begins a configuration for the behaviours with this initial predicate and next-state relation. */
    public static Builder initNext(String init, String next) {
        return new Builder()
                .behaviour("INIT", "initial predicate", init)
                .behaviour("NEXT", "next-state relation", next);
    }

    /** Begins a configuration for the behaviours of a temporal formula. */
    public static Builder specification(String formula) {
        return new Builder().behaviour("SPECIFICATION", "specification", formula);
    }

    @Override
    public String toString() {
        return file.text();
    }

    /** Builds a {@link SafetyConfig}. */
    public static final class Builder extends ConfigBuilder<Builder> {
        private final List<String> behaviour = new ArrayList<>();
        private final List<String> invariants = new ArrayList<>();
        private final List<String> reductions = new ArrayList<>();

        private Builder() {}

        private Builder behaviour(String keyword, String role, String operator) {
            behaviour.add(keyword + " " + requireOperator(role, operator));
            return this;
        }

        @Override
        Builder self() {
            return this;
        }

        /** A state predicate that every reachable state must satisfy. */
        public Builder invariant(String predicate) {
            invariants.add(requireOperator("invariant", predicate));
            Lists.requireDistinct("invariant", invariants);
            return this;
        }

        /** States of which this operator has the same value are the same to TLC. */
        public Builder view(String operator) {
            return reduction("VIEW", operator);
        }

        /** A set of permutations of model values under which states are the same to TLC. */
        public Builder symmetry(String operator) {
            return reduction("SYMMETRY", operator);
        }

        /** Only states that satisfy this predicate are explored further. */
        public Builder constraint(String predicate) {
            return reduction("CONSTRAINT", predicate);
        }

        private Builder reduction(String keyword, String operator) {
            reductions.add(keyword + " " + requireOperator("operator", operator));
            Lists.requireDistinct("part of the configuration", reductions);
            return this;
        }

        /** The configuration. */
        public SafetyConfig build() {
            List<String> lines = new ArrayList<>(behaviour);
            lines.addAll(listed("INVARIANT", "INVARIANTS", invariants));
            lines.addAll(reductions);
            return new SafetyConfig(finish(lines));
        }
    }
}
