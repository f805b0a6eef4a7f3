package org.quiesce.tla;

import static org.quiesce.tla.Tla.and;
import static org.quiesce.tla.Tla.arm;
import static org.quiesce.tla.Tla.at;
import static org.quiesce.tla.Tla.commented;
import static org.quiesce.tla.Tla.entry;
import static org.quiesce.tla.Tla.infix;
import static org.quiesce.tla.Tla.name;
import static org.quiesce.tla.Tla.num;
import static org.quiesce.tla.Tla.str;
import static org.quiesce.tla.Tla.update;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Draws expressions that have a value, of a given type. */
final class Expressions {

    /** What an expression is. */
    enum Type { NUMBER, TRUTH, STRING, SET, FUNCTION, RECORD }

    private static final List<String> STRINGS =
            List.of("", "born", "a \"quote\"", "back\\slash", "\\* no comment", "(* nor *)", "line\nend", "/\\ x'");

    private final Random random;
    private int names;

    Expressions(long seed) {
        this.random = new Random(seed);
    }

    /** An expression of a type, of at most a depth, in which the given numbers may occur by name. */
    Expr draw(Type type, int depth, List<String> numbers) {
        if (depth > 0) {
            switch (random.nextInt(9)) {
                case 0:
                    return Tla.ifThenElse(lessTruth(depth, numbers), less(type, depth, numbers), less(type, depth, numbers));
                case 1:
                    return let(type, depth, numbers);
                case 2:
                    return Tla.cases(
                            List.of(arm(lessTruth(depth, numbers), less(type, depth, numbers))), less(type, depth, numbers));
                default:
            }
        }
        return switch (type) {
            case NUMBER -> number(depth, numbers);
            case TRUTH -> depth == 0 ? Tla.bool(random.nextBoolean()) : truths(depth, numbers);
            case STRING -> str(STRINGS.get(random.nextInt(STRINGS.size())));
            case SET -> set(depth, numbers);
            case FUNCTION -> function(depth, numbers);
            case RECORD -> record(depth, numbers);
        };
    }

    private Expr let(Type type, int depth, List<String> numbers) {
        String name = fresh();
        return Tla.let(name, lessNumber(depth, numbers), draw(type, depth - 1, with(numbers, name)));
    }

    private Expr number(int depth, List<String> numbers) {
        if (depth == 0) {
            return !numbers.isEmpty() && random.nextBoolean()
                    ? name(numbers.get(random.nextInt(numbers.size())))
                    : num(random.nextInt(12) - 3);
        }
        return switch (random.nextInt(9)) {
            case 0 -> Tla.plus(lessNumber(depth, numbers), lessNumber(depth, numbers));
            case 1 -> Tla.minus(lessNumber(depth, numbers), lessNumber(depth, numbers));
            case 2 -> Tla.times(lessNumber(depth, numbers), lessNumber(depth, numbers));
            case 3 -> Tla.negate(lessNumber(depth, numbers));
            case 4 -> Tla.div(lessNumber(depth, numbers), num(1 + random.nextInt(4)));
            case 5 -> Tla.mod(lessNumber(depth, numbers), num(1 + random.nextInt(4)));
            case 6 -> less(Type.FUNCTION, depth, numbers).at(num(1 + random.nextInt(3)));
            case 7 -> less(Type.RECORD, depth, numbers).field("n");
            default -> {
                String x = fresh();
                yield Tla.choose(x, Tla.set(lessNumber(depth, numbers)), Tla.TRUE);
            }
        };
    }

    private Expr truths(int depth, List<String> numbers) {
        return switch (random.nextInt(14)) {
            case 0 -> and(lessTruth(depth, numbers), lessTruth(depth, numbers), lessTruth(depth, numbers));
            case 1 -> Tla.or(lessTruth(depth, numbers), lessTruth(depth, numbers));
            case 2 -> Tla.allOf(lessTruth(depth, numbers), commented(lessTruth(depth, numbers), "why *) (*"));
            case 3 -> Tla.anyOf(lessTruth(depth, numbers), lessTruth(depth, numbers), lessTruth(depth, numbers));
            case 4 -> Tla.not(lessTruth(depth, numbers));
            case 5 -> Tla.implies(lessTruth(depth, numbers), lessTruth(depth, numbers));
            case 6 -> Tla.iff(lessTruth(depth, numbers), lessTruth(depth, numbers));
            case 7 -> {
                Type type = Type.values()[random.nextInt(Type.values().length)];
                InfixOperator operator = random.nextBoolean() ? InfixOperator.EQUAL : InfixOperator.NOT_EQUAL;
                yield infix(operator, less(type, depth, numbers), less(type, depth, numbers));
            }
            case 8 -> Tla.lt(lessNumber(depth, numbers), lessNumber(depth, numbers));
            case 9 -> Tla.ge(lessNumber(depth, numbers), lessNumber(depth, numbers));
            case 10 -> Tla.in(lessNumber(depth, numbers), less(Type.SET, depth, numbers));
            case 11 -> Tla.subsetEq(less(Type.SET, depth, numbers), less(Type.SET, depth, numbers));
            default -> {
                String x = fresh();
                Expr set = less(Type.SET, depth, numbers);
                Expr body = draw(Type.TRUTH, depth - 1, with(numbers, x));
                yield random.nextBoolean() ? Tla.exists(x, set, body) : Tla.forAll(x, set, body);
            }
        };
    }

    private Expr set(int depth, List<String> numbers) {
        if (depth == 0) {
            return Tla.set(num(random.nextInt(4)), num(random.nextInt(9)));
        }
        String x = fresh();
        return switch (random.nextInt(8)) {
            case 0 -> Tla.union(less(Type.SET, depth, numbers), less(Type.SET, depth, numbers));
            case 1 -> Tla.intersection(less(Type.SET, depth, numbers), less(Type.SET, depth, numbers));
            case 2 -> Tla.difference(less(Type.SET, depth, numbers), less(Type.SET, depth, numbers));
            case 3 -> Tla.range(lessNumber(depth, numbers), lessNumber(depth, numbers));
            case 4 -> Tla.filter(x, less(Type.SET, depth, numbers), draw(Type.TRUTH, depth - 1, with(numbers, x)));
            case 5 -> Tla.image(
                    draw(Type.NUMBER, depth - 1, with(numbers, x)), Tla.bound(x, less(Type.SET, depth, numbers)));
            case 6 -> Tla.domain(less(Type.FUNCTION, depth, numbers));
            default -> Tla.unionOf(Tla.set(less(Type.SET, depth, numbers), less(Type.SET, depth, numbers)));
        };
    }

    private Expr function(int depth, List<String> numbers) {
        if (depth == 0) {
            return Tla.tuple(num(4), num(5), num(6));
        }
        String x = fresh();
        return switch (random.nextInt(4)) {
            case 0 -> Tla.tuple(lessNumber(depth, numbers), lessNumber(depth, numbers), lessNumber(depth, numbers));
            case 1 -> Tla.function(
                    x, Tla.range(num(1), num(3)), draw(Type.NUMBER, depth - 1, with(numbers, x)));
            case 2 -> Tla.override(Tla.mapsTo(num(2), lessNumber(depth, numbers)), less(Type.FUNCTION, depth, numbers));
            default -> Tla.except(
                    less(Type.FUNCTION, depth, numbers),
                    update(Tla.plus(Tla.OLD, lessNumber(depth, numbers)), at(num(1))),
                    update(lessNumber(depth, numbers), at(num(1 + random.nextInt(3)))));
        };
    }

    private Expr record(int depth, List<String> numbers) {
        if (depth > 0 && random.nextBoolean()) {
            return Tla.except(
                    less(Type.RECORD, depth, numbers), update(Tla.minus(num(1), Tla.OLD), Tla.member("n")));
        }
        Expr number = depth == 0 ? num(3) : lessNumber(depth, numbers);
        Expr truth = depth == 0 ? Tla.FALSE : lessTruth(depth, numbers);
        return Tla.record(entry("n", number), entry("holds", truth));
    }

    private Expr lessNumber(int depth, List<String> numbers) {
        return draw(Type.NUMBER, depth - 1, numbers);
    }

    private Expr lessTruth(int depth, List<String> numbers) {
        return draw(Type.TRUTH, depth - 1, numbers);
    }

    private Expr less(Type type, int depth, List<String> numbers) {
        return draw(type, depth - 1, numbers);
    }

    private String fresh() {
        return "x" + names++;
    }

    private static List<String> with(List<String> numbers, String name) {
        return Stream.concat(numbers.stream(), Stream.of(name)).toList();
    }
}
