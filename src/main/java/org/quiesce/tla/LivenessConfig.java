package org.quiesce.tla;

import java.util.ArrayList;
import java.util.List;

/**
 * A configuration that checks temporal properties, and invariants in the same run. See {@link ModelConfig} for what it
 * can't have.
 */
public final class LivenessConfig implements ModelConfig {

    private final ConfigBuilder.Finished file;

    private LivenessConfig(ConfigBuilder.Finished file) {
        this.file = file;
    }

    @Override
    public void requireFits(Module module) {
        file.requireFits(module);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LivenessConfig config && config.file.equals(file);
    }

    @Override
    public int hashCode() {
        return file.hashCode();
    }

    /** Begins a configuration for the behaviours of a temporal formula, which brings the fairness. */
    public static Builder specification(String formula) {
        return new Builder(formula);
    }

    @Override
    public String toString() {
        return file.text();
    }

    /** Builds a {@link LivenessConfig}. */
    public static final class Builder extends ConfigBuilder<Builder> {
        private final String specification;
        private final List<String> invariants = new ArrayList<>();
        private final List<String> properties = new ArrayList<>();
        private final List<String> constraints = new ArrayList<>();

        private Builder(String specification) {
            this.specification = requireOperator("specification", specification);
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

        /** A temporal formula that every behaviour must satisfy. */
        public Builder property(String formula) {
            properties.add(requireOperator("property", formula));
            Lists.requireDistinct("property", properties);
            return this;
        }

        /** A state predicate; of behaviours only those are looked at whose states all satisfy it. */
        public Builder constraint(String predicate) {
            constraints.add(requireOperator("constraint", predicate));
            Lists.requireDistinct("constraint", constraints);
            return this;
        }

        /**
         * The configuration.
         *
         * @throws IllegalArgumentException if it has no property
         */
        public LivenessConfig build() {
            List<String> lines = new ArrayList<>(List.of("SPECIFICATION " + specification));
            lines.addAll(listed("INVARIANT", "INVARIANTS", invariants));
            lines.addAll(listed("CONSTRAINT", "CONSTRAINTS", constraints));
            lines.addAll(listed("PROPERTY", "PROPERTIES", Lists.some("the properties of a configuration", properties)));
            return new LivenessConfig(finish(lines));
        }
    }
}
