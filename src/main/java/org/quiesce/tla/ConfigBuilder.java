package org.quiesce.tla;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the builders of both kinds of {@link ModelConfig} have in common.
 *
 * @param <B> the builder itself
 */
public abstract sealed class ConfigBuilder<B extends ConfigBuilder<B>> permits SafetyConfig.Builder, LivenessConfig.Builder {

    /** Words of the file, which TLC would read as the beginning of its next part. */
    private static final Set<String> KEYWORDS = Set.of(
            "ACTION_CONSTRAINT", "ACTION_CONSTRAINTS", "ALIAS", "CHECK_DEADLOCK", "CONSTRAINT", "CONSTRAINTS", "INIT",
            "INVARIANT", "INVARIANTS", "NEXT", "POSTCONDITION", "PROPERTIES", "PROPERTY", "SPECIFICATION", "SYMMETRY",
            "TYPE", "TYPE_CONSTRAINT", "VIEW");

    private record Setting(String constant, String sign, String value) {}

    /** A finished file, with the names in it that its module must know. */
    record Finished(String text, List<String> constants, List<String> operators) {

        /** Refuses a module that lacks one of the names, or has a constant without a value. */
        void requireFits(Module module) {
            List<String> declared = module.constants().stream().map(Module.Declaration::name).toList();
            List<String> defined = module.definitions().stream()
                    .filter(definition -> definition.parameters().isEmpty())
                    .map(Definition::name)
                    .toList();
            for (String constant : declared) {
                if (!constants.contains(constant)) {
                    throw new IllegalArgumentException(
                            "the configuration gives no value to " + constant + ", a constant of " + module.name());
                }
            }
            for (String operator : operators) {
                if (!defined.contains(operator)) {
                    throw new IllegalArgumentException("the configuration names " + operator + ", but " + module.name()
                            + " defines no such operator without parameters");
                }
            }
        }
    }

    private final List<String> comments = new ArrayList<>();
    private final List<Setting> constants = new ArrayList<>();
    private final List<String> operators = new ArrayList<>();
    private List<String> deadlock = List.of();

    /** This builder, as what it is. */
    abstract B self();

    /** A comment at the top. */
    public B comment(String text) {
        comments.addAll(Text.commentLines(text));
        return self();
    }

    /** The constant is a model value of its own name. */
    public B modelValue(String constant) {
        return constant(constant, Tla.name(constant));
    }

    /**
     * The value of a constant: a number, a string, TRUE or FALSE, a model value (a name), or a set of such.
     *
     * @throws IllegalArgumentException if the value is none of these, or the constant has one
     */
    public B constant(String constant, Expr value) {
        requireValue(constant, value);
        return set(constant, "=", Flat.print(value));
    }

    /** The constant or operator stands for an operator that the module defines. */
    public B override(String constant, String operator) {
        return set(constant, "<-", requireOperator("operator", operator));
    }

    /** A state without a next state is an error. */
    public B checkingDeadlock() {
        deadlock = List.of("CHECK_DEADLOCK TRUE");
        return self();
    }

    /** A state without a next state is an end like any other. */
    public B ignoringDeadlock() {
        deadlock = List.of("CHECK_DEADLOCK FALSE");
        return self();
    }

    private B set(String constant, String sign, String value) {
        requireName("constant", constant);
        constants.add(new Setting(constant, sign, value));
        Lists.requireDistinct("constant", constants.stream().map(Setting::constant).toList());
        return self();
    }

    private static void requireValue(String constant, Expr value) {
        if (value instanceof Expr.SetOf set) {
            set.items().forEach(item -> requireValue(constant, item));
            return;
        }
        boolean negative = value instanceof Expr.Prefix prefix
                && prefix.operator() == PrefixOperator.NEGATE
                && prefix.operand() instanceof Expr.Num;
        boolean simple = value instanceof Expr.Num
                || value instanceof Expr.Str
                || value.equals(Tla.TRUE)
                || value.equals(Tla.FALSE)
                || value instanceof Expr.Name name && !KEYWORDS.contains(name.name());
        if (!simple && !negative) {
            throw new IllegalArgumentException("a configuration can't give " + constant + " the value " + value
                    + "; it takes numbers, strings, TRUE, FALSE, model values, and sets of these");
        }
    }

    /** Returns the name of an operator, which the module must define. */
    String requireOperator(String role, String operator) {
        operators.add(requireName(role, operator));
        return operator;
    }

    private static String requireName(String role, String name) {
        Identifiers.require(role, name);
        if (KEYWORDS.contains(name)) {
            throw new IllegalArgumentException(
                    "the " + role + " \"" + name + "\" can't be named in a configuration: it is a keyword there");
        }
        return name;
    }

    /** The file, with these lines between the constants and the deadlock. */
    Finished finish(List<String> behaviour) {
        List<String> lines = new ArrayList<>();
        comments.forEach(comment -> lines.add(Block.lineComment(comment)));
        if (!constants.isEmpty()) {
            lines.add("CONSTANTS");
            int column = constants.stream().mapToInt(setting -> setting.constant().length()).reduce(0, Math::max);
            for (Setting setting : constants) {
                String padding = " ".repeat(column - setting.constant().length());
                lines.add("  " + setting.constant() + padding + " " + setting.sign() + " " + setting.value());
            }
        }
        lines.addAll(behaviour);
        lines.addAll(deadlock);
        String text = lines.stream().map(line -> line + "\n").collect(Collectors.joining());
        return new Finished(text, constants.stream().map(Setting::constant).toList(), List.copyOf(operators));
    }

    /** {@code INVARIANT A} if there is one name, a list under the plural if there are several. */
    static List<String> listed(String singular, String plural, List<String> names) {
        List<String> lines = new ArrayList<>();
        if (names.size() == 1) {
            lines.add(singular + " " + names.get(0));
        } else if (!names.isEmpty()) {
            lines.add(plural);
            names.forEach(name -> lines.add("  " + name));
        }
        return lines;
    }
}
