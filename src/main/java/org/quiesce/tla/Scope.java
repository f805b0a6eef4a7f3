package org.quiesce.tla;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.quiesce.tla.Expr.Bound;

/**
 * The names that are known at a place of a module, so that an expression that SANY would not take is refused where it is
 * built. Immutable.
 *
 * <p>All messages are those of an {@link IllegalArgumentException}.
 */
final class Scope {

    /** A name: what it is (to be said in messages), and how many arguments it takes. */
    private record Known(String what, int arguments) {}

    private final Map<String, Known> names;
    private final Set<String> modules;
    private final boolean isOpen;

    private Scope(Map<String, Known> names, Set<String> modules, boolean isOpen) {
        this.names = names;
        this.modules = modules;
        this.isOpen = isOpen;
    }

    /** The scope of a module that extends others. If one of them is no standard module, any name may be defined in it. */
    static Scope of(List<String> extended) {
        Map<String, Known> names = new HashMap<>();
        List<StandardModule> known = extended.stream()
                .flatMap(name -> StandardModule.named(name).stream())
                .flatMap(StandardModule::withBases)
                .distinct()
                .toList();
        for (StandardModule module : known) {
            module.operators()
                    .forEach((name, arguments) -> names.put(
                            name, new Known("an operator of the module " + module.name(), arguments)));
        }
        Set<String> modules = known.stream().map(StandardModule::name).collect(Collectors.toUnmodifiableSet());
        boolean isOpen = !extended.stream().allMatch(name -> StandardModule.named(name).isPresent());
        return new Scope(Map.copyOf(names), modules, isOpen);
    }

    /** This scope with a constant or variable. */
    Scope declare(String what, String name) {
        return with(name, new Known(what, 0));
    }

    /** This scope with an operator, whose body must be in order. */
    Scope define(Definition definition) {
        check(definition);
        return operator("an operator", definition.name(), definition.parameters().size());
    }

    /** This scope with an operator that a RECURSIVE announced, and whose body must be in order. */
    Scope complete(Definition definition) {
        int announced = names.get(definition.name()).arguments();
        if (announced != definition.parameters().size()) {
            throw new IllegalArgumentException("RECURSIVE says that " + definition.name() + " takes "
                    + count(announced) + ", its definition says " + count(definition.parameters().size()));
        }
        check(definition);
        return this;
    }

    /** This scope with an operator of which only the number of arguments is known. */
    Scope operator(String what, String name, int arguments) {
        return with(name, new Known(what, arguments));
    }

    private void check(Definition definition) {
        try {
            Scope inside = this;
            for (String parameter : definition.parameters()) {
                inside = inside.declare("a parameter", parameter);
            }
            inside.check(definition.body());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("in " + definition.name() + ": " + e.getMessage(), e);
        }
    }

    /** Refuses an expression with a name that is not known, or that is bound again, or with the wrong arguments. */
    void check(Expr expression) {
        if (expression instanceof Expr.Name name) {
            requireArguments(name.name(), 0);
        } else if (expression instanceof Expr.Call call) {
            requireArguments(call.operator(), call.arguments().size());
            // An argument may itself be an operator, to be applied by the one that is called.
            call.arguments().stream()
                    .filter(argument -> !(argument instanceof Expr.Name name && takesArguments(name.name())))
                    .forEach(this::check);
        } else if (expression instanceof Expr.Quantified quantified) {
            bind(quantified.bounds()).check(quantified.body());
        } else if (expression instanceof Expr.Function function) {
            bind(function.bounds()).check(function.value());
        } else if (expression instanceof Expr.Image image) {
            bind(image.bounds()).check(image.value());
        } else if (expression instanceof Expr.Filter filter) {
            bind(List.of(new Bound(List.of(filter.name()), filter.set()))).check(filter.condition());
        } else if (expression instanceof Expr.Choose choose) {
            bind(List.of(new Bound(List.of(choose.name()), choose.set()))).check(choose.condition());
        } else if (expression instanceof Expr.Let let) {
            Scope inside = this;
            for (Definition definition : let.definitions()) {
                inside = inside.define(definition);
            }
            inside.check(let.body());
        } else if (expression instanceof Expr.Except except) {
            checkExcept(except);
        } else if (expression == Expr.Keyword.OLD_VALUE) {
            requireArguments("@", 0);
        } else {
            requireModule(expression);
            Children.of(expression).forEach(this::check);
        }
    }

    private Scope bind(List<Bound> bounds) {
        Scope inside = this;
        for (Bound bound : bounds) {
            check(bound.set());
            for (String name : bound.names()) {
                inside = inside.declare("a bound variable", name);
            }
        }
        return inside;
    }

    private void checkExcept(Expr.Except except) {
        check(except.base());
        Map<String, Known> more = new HashMap<>(names);
        more.put("@", new Known("the old value", 0));
        Scope inside = new Scope(more, modules, isOpen);
        for (Expr.Update update : except.updates()) {
            for (Expr.Accessor accessor : update.path()) {
                if (accessor instanceof Expr.Index index) {
                    index.arguments().forEach(this::check);
                }
            }
            inside.check(update.value());
        }
    }

    private void requireModule(Expr expression) {
        Optional<String> needed = Optional.empty();
        if (expression instanceof Expr.Infix infix) {
            needed = StandardModule.of(infix.operator()).map(StandardModule::name);
        } else if (expression instanceof Expr.Prefix prefix && prefix.operator() == PrefixOperator.NEGATE) {
            needed = Optional.of("Integers");
        }
        needed.filter(module -> !isOpen && !modules.contains(module)).ifPresent(module -> {
            throw new IllegalArgumentException(
                    "\"" + expression + "\" needs the module " + module + ", which is not extended");
        });
    }

    private boolean takesArguments(String name) {
        return names.containsKey(name) && names.get(name).arguments() > 0;
    }

    private void requireArguments(String name, int arguments) {
        Known known = names.get(name);
        if (known == null && isOpen && !name.equals("@")) {
            return;
        }
        if (known == null) {
            throw new IllegalArgumentException(name.equals("@")
                    ? "@ stands outside of the new value of an EXCEPT"
                    : name + " is not defined here" + hint(name));
        }
        if (known.arguments() != arguments) {
            throw new IllegalArgumentException(
                    name + " takes " + count(known.arguments()) + ", but is given " + count(arguments));
        }
    }

    private String hint(String name) {
        return StandardModule.of(name)
                .map(module -> "; the module " + module.name() + ", which defines it, is not extended")
                .orElse("; a name is defined above the place of its use");
    }

    private static String count(int arguments) {
        return switch (arguments) {
            case 0 -> "no arguments";
            case 1 -> "1 argument";
            default -> arguments + " arguments";
        };
    }

    private Scope with(String name, Known known) {
        Known other = names.get(name);
        if (other != null) {
            throw new IllegalArgumentException(
                    name + " can't be " + known.what() + ": it is " + other.what() + " already");
        }
        Map<String, Known> more = new HashMap<>(names);
        more.put(name, known);
        return new Scope(more, modules, isOpen);
    }
}
