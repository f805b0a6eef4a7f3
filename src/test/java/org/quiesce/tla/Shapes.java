package org.quiesce.tla;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.quiesce.tla.Expr.Arrangement;
import org.quiesce.tla.Expr.Connective;

/** Every kind of node with holes for its parts, to build all combinations from. They need not make sense. */
final class Shapes {

    /** A kind of node. */
    interface Filling {
        Expr fill(List<Expr> parts);
    }

    /** A kind of node and the number of its holes. */
    record Shape(String name, int holes, Filling filling) {
        Expr fill(List<Expr> parts) {
            return filling.fill(parts);
        }
    }

    static final List<Shape> ALL = all();

    private Shapes() {}

    private static List<Shape> all() {
        List<Shape> shapes = new ArrayList<>();
        for (PrefixOperator operator : PrefixOperator.values()) {
            shapes.add(new Shape(operator.symbol(), 1, p -> new Expr.Prefix(operator, p.get(0))));
        }
        for (InfixOperator operator : InfixOperator.values()) {
            shapes.add(new Shape(operator.symbol(), 2, p -> new Expr.Infix(operator, p.get(0), p.get(1))));
        }
        for (Connective connective : Connective.values()) {
            for (Arrangement arrangement : Arrangement.values()) {
                String name = connective.symbol() + arrangement;
                shapes.add(new Shape(name, 3, p -> new Expr.Junction(connective, p, arrangement)));
            }
        }
        shapes.add(new Shape("prime", 1, p -> p.get(0).prime()));
        shapes.add(new Shape("at", 2, p -> p.get(0).at(p.get(1))));
        shapes.add(new Shape("field", 1, p -> p.get(0).field("f")));
        shapes.add(new Shape("call", 2, p -> Tla.call("F", p)));
        shapes.add(new Shape("product", 3, p -> new Expr.Product(p)));
        shapes.add(new Shape("if", 3, p -> Tla.ifThenElse(p.get(0), p.get(1), p.get(2))));
        shapes.add(new Shape("case", 4, p -> Tla.cases(Tla.arm(p.get(0), p.get(1)), Tla.arm(p.get(2), p.get(3)))));
        shapes.add(new Shape("other", 3, p -> Tla.cases(List.of(Tla.arm(p.get(0), p.get(1))), p.get(2))));
        shapes.add(new Shape("let", 2, p -> Tla.let("k", p.get(0), p.get(1))));
        shapes.add(new Shape("let2", 3, p -> Tla.let(
                List.of(Definition.of("k", p.get(0)), Definition.of("m", List.of("n"), p.get(1))), p.get(2))));
        shapes.add(new Shape("forall", 2, p -> Tla.forAll("x", p.get(0), p.get(1))));
        shapes.add(new Shape("exists", 3, p -> Tla.exists(
                List.of(Tla.bound(List.of("x", "y"), p.get(0)), Tla.bound("z", p.get(1))), p.get(2))));
        shapes.add(new Shape("choose", 2, p -> Tla.choose("x", p.get(0), p.get(1))));
        shapes.add(new Shape("tuple", 2, Tla::tuple));
        shapes.add(new Shape("set", 2, Tla::set));
        shapes.add(new Shape("filter", 2, p -> Tla.filter("x", p.get(0), p.get(1))));
        shapes.add(new Shape("image", 2, p -> Tla.image(p.get(0), Tla.bound("x", p.get(1)))));
        shapes.add(new Shape("function", 2, p -> Tla.function("x", p.get(0), p.get(1))));
        shapes.add(new Shape("functions", 2, p -> Tla.functions(p.get(0), p.get(1))));
        shapes.add(new Shape("record", 2, p -> Tla.record(Tla.entry("f", p.get(0)), Tla.entry("g", p.get(1)))));
        shapes.add(new Shape("records", 2, p -> Tla.records(Tla.entry("f", p.get(0)), Tla.entry("g", p.get(1)))));
        shapes.add(new Shape("except", 3, p -> Tla.except(
                p.get(0), Tla.update(p.get(1), Tla.at(p.get(2)), Tla.member("f")), Tla.update(Tla.OLD, Tla.at(Tla.TRUE)))));
        shapes.add(new Shape("[A]_v", 2, p -> Tla.stuttering(p.get(0), p.get(1))));
        shapes.add(new Shape("<<A>>_v", 2, p -> Tla.changing(p.get(0), p.get(1))));
        shapes.add(new Shape("WF", 2, p -> Tla.weakFairness(p.get(0), p.get(1))));
        shapes.add(new Shape("SF", 2, p -> Tla.strongFairness(p.get(0), p.get(1))));
        return List.copyOf(shapes);
    }

    /** Every shape in every hole of every shape. */
    static List<Expr> pairs() {
        List<Expr> pairs = new ArrayList<>();
        for (Shape outer : ALL) {
            for (int hole = 0; hole < outer.holes(); hole++) {
                for (Shape inner : ALL) {
                    List<Expr> parts = new ArrayList<>(names("abcd", outer.holes()));
                    parts.set(hole, inner.fill(names("pqrs", inner.holes())));
                    pairs.add(outer.fill(parts));
                }
            }
        }
        return pairs;
    }

    /** A tree of shapes, of at most the given depth. */
    static Expr random(Random random, int depth) {
        if (depth == 0 || random.nextInt(8) == 0) {
            return atom(random);
        }
        Shape shape = ALL.get(random.nextInt(ALL.size()));
        List<Expr> parts = new ArrayList<>();
        for (int i = 0; i < shape.holes(); i++) {
            parts.add(random(random, depth - 1));
        }
        return shape.fill(parts);
    }

    private static Expr atom(Random random) {
        List<Expr> atoms = List.of(
                Tla.name("a"), Tla.name("longerName"), Tla.num(7), Tla.num(-7), Tla.str("s"), Tla.TRUE, Tla.BOOLEAN,
                Tla.tuple(), Tla.set(), Tla.unchanged("u", "v"));
        return atoms.get(random.nextInt(atoms.size()));
    }

    private static List<Expr> names(String letters, int count) {
        return letters.chars().limit(count).mapToObj(letter -> Tla.name(String.valueOf((char) letter))).toList();
    }
}
