package org.quiesce.tla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.tla.Tla.*;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every factory, and the TLA+ that it makes. */
class TlaTest {

    private static final Expr A = name("a");
    private static final Expr B = name("b");
    private static final Expr C = name("c");
    private static final Expr X = name("x");
    private static final Expr S = name("S");

    static List<Arguments> gallery() {
        return List.of(
                is("a", A),
                is("-3", num(-3)),
                is("\"a \\\"b\\\" \\\\ \\n\"", str("a \"b\" \\ \n")),
                is("TRUE", bool(true)),
                is("F", call("F")),
                is("F(a, b)", call("F", A, B)),
                is("(a)", parens(A)),
                is("a /\\ b /\\ c", and(A, and(B, C))),
                is("a /\\ (b \\/ c)", and(A, or(B, C))),
                is("TRUE", and()),
                is("FALSE", anyOf()),
                is("a", allOf(A)),
                is("/\\ a\n/\\ \\/ b\n   \\/ c", allOf(A, anyOf(B, C))),
                is("/\\ a    = b\n/\\ F(c) = a", table(eq(A, B), eq(call("F", C), A))),
                is("/\\ a                                             \\* why\n/\\ b", allOf(commented(A, "why"), B)),
                is("a (* why *)", commented(A, "why")),
                is("~a = b", not(eq(A, B))),
                is("(~a) = b", eq(not(A), B)),
                is("a' = ~a", eq(prime("a"), not(A))),
                is("a => b /\\ c", implies(A, and(B, C))),
                is("(a => b) => c", implies(implies(A, B), C)),
                is("a <=> b", iff(A, B)),
                is("a # b", neq(A, B)),
                is("a \\in S", in(A, S)),
                is("a \\notin S", notIn(A, S)),
                is("\\A x \\in S : a", forAll("x", S, A)),
                is("\\E x, y \\in S, z \\in b : a", exists(List.of(bound(List.of("x", "y"), S), bound("z", B)), A)),
                is("(\\E x \\in S : a) /\\ b", and(exists("x", S, A), B)),
                is("b /\\ \\E x \\in S : a", and(B, exists("x", S, A))),
                is("CHOOSE x \\in S : a", choose("x", S, A)),
                is("IF a THEN b ELSE c", ifThenElse(A, B, C)),
                is("(IF a THEN b ELSE c) + a", plus(ifThenElse(A, B, C), A)),
                is("CASE a -> b [] b -> c", cases(arm(A, B), arm(B, C))),
                is("CASE a -> b [] OTHER -> c", cases(List.of(arm(A, B)), C)),
                is("LET x == a IN x", let("x", A, X)),
                is("LET x == a\n    F(y) == b\nIN  x", let(List.of(Definition.of("x", A), Definition.of("F", List.of("y"), B)), X)),
                is("a + b - c", plus(A, minus(B, C))),
                is("(a + b) - c", minus(plus(A, B), C)),
                is("a - b - c", minus(minus(A, B), C)),
                is("a - (b - c)", minus(A, minus(B, C))),
                is("a * (-b)", times(A, negate(B))),
                is("-(-a)", negate(negate(A))),
                is("a \\div b", div(A, B)),
                is("(a % b) + c", plus(mod(A, B), C)),
                is("a < b", lt(A, B)),
                is("a <= b", le(A, B)),
                is("a > b", gt(A, B)),
                is("a >= b", ge(A, B)),
                is("1 .. a + 1", range(num(1), plus(A, num(1)))),
                is("{}", set()),
                is("{a, b}", set(A, B)),
                is("{x \\in S : a}", filter("x", S, A)),
                is("{a : x \\in S}", image(A, bound("x", S))),
                is("{(x \\in a) : x \\in S}", image(in(X, A), bound("x", S))),
                is("a \\cup b \\cup c", union(union(A, B), C)),
                is("(a \\cup b) \\cap c", intersection(union(A, B), C)),
                is("a \\ b", difference(A, B)),
                is("a \\subseteq b", subsetEq(A, B)),
                is("UNION a", unionOf(A)),
                is("a \\in SUBSET S", in(A, subsetsOf(S))),
                is("a \\X b \\X c", product(A, B, C)),
                is("(a \\X b) \\X c", product(product(A, B), C)),
                is("<<>>", tuple()),
                is("a' = <<b>>", eq(prime("a"), tuple(B))),
                is("a[b]", at("a", B)),
                is("a[b, c]", at("a", B, C)),
                is("a'[b].f", A.prime().at(B).field("f")),
                is("(a @@ b)[c]", override(A, B).at(C)),
                is("[x \\in S |-> a]", function("x", S, A)),
                is("[S -> a]", functions(S, A)),
                is("DOMAIN a", domain(A)),
                is("a :> b @@ b :> c", override(mapsTo(A, B), mapsTo(B, C))),
                is("[a EXCEPT ![b] = @ + 1]", except("a", at(B), plus(OLD, num(1)))),
                is("[a EXCEPT ![b, c].f = 1, ![c] = 2]", except(A, update(num(1), at(B, C), member("f")), update(num(2), at(C)))),
                is("[f |-> a, g |-> b]", record(entry("f", A), entry("g", B))),
                is("[f : a, g : b]", records(entry("f", A), entry("g", B))),
                is("a' = b", assign("a", B)),
                is("a' = [a EXCEPT ![b] = c]", assignAt("a", B, C)),
                is("UNCHANGED a", unchanged("a")),
                is("UNCHANGED <<a, b>>", unchanged("a", "b")),
                is("TRUE", unchanged()),
                is("ENABLED a", enabled(A)),
                is("[]<>a", always(eventually(A))),
                is("[](a => <>b)", always(implies(A, eventually(B)))),
                is("a ~> b", leadsTo(A, B)),
                is("[][a]_b", always(stuttering(A, B))),
                is("[a]_<<b, c>>", stuttering(A, tuple(B, C))),
                is("<<a>>_b", changing(A, B)),
                is("WF_b(a)", weakFairness(B, A)),
                is("SF_<<b>>(a)", strongFairness(tuple(B), A)),
                is("(a + b)'", plus(A, B).prime()),
                is("BOOLEAN", BOOLEAN));
    }

    private static Arguments is(String text, Expr expression) {
        return Arguments.of(text, expression);
    }

    @ParameterizedTest
    @MethodSource("gallery")
    void prints(String text, Expr expression) {
        assertThat(expression.toString()).isEqualTo(text);
    }
}
