package org.quiesce.tla;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * What expressions mean, for the part of TLA+ that {@link Expressions} draws from. Numbers are Integers, sets are Sets,
 * functions (and records, and tuples) are Maps. Overflow throws {@link ArithmeticException}.
 */
final class Evaluator {

    private final Map<String, Object> values;

    Evaluator(Map<String, Object> values) {
        this.values = Map.copyOf(values);
    }

    Evaluator with(String name, Object value) {
        Map<String, Object> more = new HashMap<>(values);
        more.put(name, value);
        return new Evaluator(more);
    }

    Object value(Expr e) {
        if (e instanceof Expr.Name name) {
            return values.get(name.name());
        } else if (e instanceof Expr.Num num) {
            return num.value();
        } else if (e instanceof Expr.Str str) {
            return str.value();
        } else if (e instanceof Expr.Keyword keyword) {
            return keyword == Expr.Keyword.OLD_VALUE ? values.get("@") : (Object) (keyword == Expr.Keyword.TRUE);
        } else if (e instanceof Expr.Prefix prefix) {
            return prefix(prefix);
        } else if (e instanceof Expr.Infix infix) {
            return infix(infix.operator(), value(infix.left()), infix.right());
        } else if (e instanceof Expr.Junction junction) {
            return junction.connective() == Expr.Connective.AND
                    ? junction.items().stream().allMatch(this::holds)
                    : junction.items().stream().anyMatch(this::holds);
        } else if (e instanceof Expr.Commented commented) {
            return value(commented.expression());
        } else if (e instanceof Expr.If choice) {
            return value(holds(choice.condition()) ? choice.yes() : choice.no());
        } else if (e instanceof Expr.Case cases) {
            return cases.arms().stream()
                    .filter(arm -> holds(arm.condition()))
                    .findFirst()
                    .map(arm -> value(arm.value()))
                    .orElseGet(() -> value(cases.other().orElseThrow()));
        } else if (e instanceof Expr.Let let) {
            Evaluator inside = this;
            for (Definition definition : let.definitions()) {
                inside = inside.with(definition.name(), inside.value(definition.body()));
            }
            return inside.value(let.body());
        } else if (e instanceof Expr.Quantified some) {
            Expr.Bound bound = some.bounds().get(0);
            String name = bound.names().get(0);
            return some.quantifier() == Expr.Quantifier.EXISTS
                    ? set(bound.set()).stream().anyMatch(x -> with(name, x).holds(some.body()))
                    : set(bound.set()).stream().allMatch(x -> with(name, x).holds(some.body()));
        } else if (e instanceof Expr.Choose choose) {
            List<?> all = set(choose.set()).stream()
                    .filter(x -> with(choose.name(), x).holds(choose.condition()))
                    .toList();
            return all.size() == 1 ? all.get(0) : overflow();
        }
        return collection(e);
    }

    private Object collection(Expr e) {
        if (e instanceof Expr.SetOf set) {
            return set.items().stream().map(this::value).collect(Collectors.toSet());
        } else if (e instanceof Expr.Filter filter) {
            return set(filter.set()).stream()
                    .filter(x -> with(filter.name(), x).holds(filter.condition()))
                    .collect(Collectors.toSet());
        } else if (e instanceof Expr.Image image) {
            Expr.Bound bound = image.bounds().get(0);
            return set(bound.set()).stream()
                    .map(x -> with(bound.names().get(0), x).value(image.value()))
                    .collect(Collectors.toSet());
        } else if (e instanceof Expr.Tuple tuple) {
            Map<Object, Object> function = new HashMap<>();
            tuple.items().forEach(item -> function.put(function.size() + 1, value(item)));
            return function;
        } else if (e instanceof Expr.Function function) {
            Expr.Bound bound = function.bounds().get(0);
            Map<Object, Object> map = new HashMap<>();
            set(bound.set()).forEach(x -> map.put(x, with(bound.names().get(0), x).value(function.value())));
            return map;
        } else if (e instanceof Expr.At at) {
            Object value = map(at.function()).get(value(at.arguments().get(0)));
            return value == null ? overflow() : value;
        } else if (e instanceof Expr.RecordOf record) {
            return record.entries().stream().collect(Collectors.toMap(Expr.Entry::field, x -> value(x.value())));
        } else if (e instanceof Expr.Field field) {
            return map(field.record()).get(field.field());
        } else if (e instanceof Expr.Except except) {
            return except(except);
        }
        throw new IllegalStateException("no meaning for " + e.getClass());
    }

    private Object prefix(Expr.Prefix prefix) {
        return switch (prefix.operator()) {
            case NOT -> !holds(prefix.operand());
            case NEGATE -> Math.negateExact((int) value(prefix.operand()));
            case DOMAIN -> map(prefix.operand()).keySet();
            case UNION -> set(prefix.operand()).stream()
                    .flatMap(x -> ((Set<?>) x).stream())
                    .collect(Collectors.toSet());
            default -> throw new IllegalStateException(prefix.toString());
        };
    }

    private Object infix(InfixOperator operator, Object left, Expr rightSide) {
        if (operator == InfixOperator.IMPLIES) {
            return !(boolean) left || holds(rightSide);
        }
        Object right = value(rightSide);
        return switch (operator) {
            case EQUIVALENT, EQUAL -> left.equals(right);
            case NOT_EQUAL -> !left.equals(right);
            case LESS -> (int) left < (int) right;
            case LESS_OR_EQUAL -> (int) left <= (int) right;
            case GREATER -> (int) left > (int) right;
            case GREATER_OR_EQUAL -> (int) left >= (int) right;
            case PLUS -> Math.addExact((int) left, (int) right);
            case MINUS -> Math.subtractExact((int) left, (int) right);
            case TIMES -> Math.multiplyExact((int) left, (int) right);
            case DIVIDE -> Math.floorDiv((int) left, (int) right);
            case MODULO -> Math.floorMod((int) left, (int) right);
            case IN -> ((Set<?>) right).contains(left);
            case NOT_IN -> !((Set<?>) right).contains(left);
            case SUBSET_OR_EQUAL -> ((Set<?>) right).containsAll((Set<?>) left);
            case UNION -> change(left, right, Set::addAll);
            case INTERSECTION -> change(left, right, Set::retainAll);
            case DIFFERENCE -> change(left, right, Set::removeAll);
            case RANGE -> range((int) left, (int) right);
            case MAPS_TO -> Map.of(left, right);
            case OVERRIDE -> {
                Map<Object, Object> map = new HashMap<>((Map<?, ?>) right);
                map.putAll((Map<?, ?>) left);
                yield map;
            }
            default -> throw new IllegalStateException(operator.toString());
        };
    }

    private static Set<Object> change(Object left, Object right, BiConsumer<Set<Object>, Set<?>> change) {
        Set<Object> set = new HashSet<>((Set<?>) left);
        change.accept(set, (Set<?>) right);
        return set;
    }

    private static Set<Object> range(int from, int to) {
        if ((long) to - from > 40) {
            overflow();
        }
        Set<Object> range = new HashSet<>();
        for (int i = from; i <= to; i++) {
            range.add(i);
        }
        return range;
    }

    private Map<Object, Object> except(Expr.Except except) {
        Map<Object, Object> map = new HashMap<>(map(except.base()));
        for (Expr.Update update : except.updates()) {
            Expr.Accessor accessor = update.path().get(0);
            Object key = accessor instanceof Expr.Index index
                    ? value(index.arguments().get(0))
                    : ((Expr.Member) accessor).name();
            if (map.containsKey(key)) {
                map.put(key, with("@", map.get(key)).value(update.value()));
            }
        }
        return map;
    }

    private boolean holds(Expr condition) {
        return (boolean) value(condition);
    }

    private Set<?> set(Expr e) {
        return (Set<?>) value(e);
    }

    private Map<?, ?> map(Expr e) {
        return (Map<?, ?>) value(e);
    }

    private static Object overflow() {
        throw new ArithmeticException("not for TLC");
    }

    /** The value in TLA+, written without any help of the printer. */
    static String text(Object value) {
        if (value instanceof Set<?> set) {
            return set.stream().map(Evaluator::text).sorted().collect(Collectors.joining(", ", "{", "}"));
        } else if (value instanceof Map<?, ?> map) {
            return map.isEmpty() ? "<<>>" : sorted(map).entrySet().stream()
                    .map(entry -> "(" + entry.getKey() + " :> " + entry.getValue() + ")")
                    .collect(Collectors.joining(" @@ "));
        } else if (value instanceof String string) {
            return '"' + string.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
        } else if (value instanceof Integer number) {
            return number < 0 ? "(0 - " + -number + ")" : number.toString();
        }
        return value.toString().toUpperCase(Locale.ROOT);
    }

    private static Map<String, String> sorted(Map<?, ?> map) {
        return map.entrySet().stream()
                .map(entry -> Map.entry(text(entry.getKey()), "(" + text(entry.getValue()) + ")"))
                .sorted(Comparator.comparing(Map.Entry::getKey))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
    }
}
