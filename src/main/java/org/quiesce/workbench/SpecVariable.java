package org.quiesce.workbench;

import java.util.List;
import java.util.stream.Collectors;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.StateVariable;
import org.quiesce.spec.EmittedSpec;

/**
 * A variable of an emitted specification, for who writes a formula of it.
 *
 * @param name    its name
 * @param indices the model values that it is a function of; none for a plain variable
 * @param values  the values that it can have, as TLA+ spells them
 * @param meaning one clause
 */
public record SpecVariable(String name, List<String> indices, List<String> values, String meaning) {

    public SpecVariable {
        indices = List.copyOf(indices);
        values = List.copyOf(values);
    }

    static List<SpecVariable> of(EmittedSpec spec) {
        return spec.variables().stream().map(variable -> of(spec, variable)).toList();
    }

    private static SpecVariable of(EmittedSpec spec, StateVariable variable) {
        boolean modelValues = spec.holdsModelValues(variable);
        List<String> values = variable.domains().values().stream()
                .flatMap(List::stream)
                .distinct()
                .map(value -> spelled(value, modelValues))
                .toList();
        return new SpecVariable(variable.name(), variable.isPlain() ? List.of() : variable.indices(), values,
                variable.meaning());
    }

    private static String spelled(Datum value, boolean modelValue) {
        if (value instanceof Datum.Truth truth) {
            return truth.value() ? "TRUE" : "FALSE";
        } else if (value instanceof Datum.Word word) {
            return modelValue ? word.value() : "\"" + word.value() + "\"";
        } else if (value instanceof Datum.Words words) {
            return words.values().stream().collect(Collectors.joining(", ", "{", "}"));
        }
        return value.toString();
    }
}
