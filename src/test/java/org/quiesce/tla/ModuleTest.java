package org.quiesce.tla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.quiesce.tla.Tla.OLD;
import static org.quiesce.tla.Tla.TRUE;
import static org.quiesce.tla.Tla.call;
import static org.quiesce.tla.Tla.eq;
import static org.quiesce.tla.Tla.exists;
import static org.quiesce.tla.Tla.mapsTo;
import static org.quiesce.tla.Tla.name;
import static org.quiesce.tla.Tla.num;
import static org.quiesce.tla.Tla.plus;
import static org.quiesce.tla.Tla.range;
import static org.quiesce.tla.Tla.set;
import static org.quiesce.tla.Tla.str;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can't be a module is refused where it is built. */
class ModuleTest {

    private static Module.Builder module() {
        return Module.named("M").extending("Naturals").constant("C").variable("v");
    }

    private static void assertRefused(String message, Runnable work) {
        assertThatIllegalArgumentException().isThrownBy(work::run).withMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "1a", "a-b", "a b", "caf\u00e9", "a'", "_", "__", "12", "a\n", "x==y", "\\E"})
    void namesHaveAShape(String name) {
        assertRefused("can't be written in TLA+", () -> name(name));
        assertRefused("can't be written in TLA+", () -> Definition.of(name, TRUE));
        assertRefused("can't be written in TLA+", () -> Module.named(name));
        assertRefused("can't be written in TLA+", () -> Tla.bound(name, set()));
        assertRefused("can't be written in TLA+", () -> Tla.entry(name, TRUE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"IF", "MODULE", "TRUE", "WITH", "LAMBDA", "VARIABLES"})
    void reservedWordsAreNoNames(String word) {
        assertRefused("\"" + word + "\" can't be written in TLA+: it is a reserved word", () -> name(word));
    }

    @ParameterizedTest
    @ValueSource(strings = {"WF_vars", "SF_", "WF_"})
    void fairnessIsNoName(String name) {
        assertRefused("fairness", () -> name(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "_a", "a_1", "If", "WF", "x1y2"})
    void otherNamesAre(String name) {
        assertThatNoException().isThrownBy(() -> name(name));
    }

    @Test
    void stringsHoldAsciiOnly() {
        assertRefused("U+00E9 at index 1", () -> str("h\u00e9"));
        assertRefused("U+0000 at index 0", () -> str("\0"));
    }

    @Test
    void numbersHave32Bits() {
        assertThat(num(-3).toString()).isEqualTo("-3");
        assertThat(num(Integer.MAX_VALUE).toString()).isEqualTo("2147483647");
        assertRefused("32 bits", () -> num(Integer.MIN_VALUE));
    }

    @Test
    void namesAreKnown() {
        assertRefused("in D: w is not defined here; a name is", () -> module().define("D", name("w")));
        assertRefused("F is not defined here", () -> module().define("D", call("F", TRUE)));
        assertRefused("the module Sequences, which defines it", () -> module().define("D", call("Len", name("v"))));
        assertRefused("w is not defined", () -> module().assume(name("w")));
        assertRefused("x is not defined", () -> module().define("D", exists("x", set(name("x")), TRUE)));
        assertRefused("@ stands outside", () -> module().define("D", OLD));
    }

    @Test
    void namesAreKnownOnce() {
        assertRefused("v can't be a variable: it is a variable already", () -> module().variable("v"));
        assertRefused("C can't be a variable: it is a constant", () -> module().variable("C"));
        assertRefused("Nat can't be an operator: it is an operator of the module Naturals", () -> module()
                .define("Nat", TRUE));
        assertRefused("v can't be a bound variable", () -> module().define("D", exists("v", set(), TRUE)));
        assertRefused("x can't be a bound variable: it is a parameter", () -> module()
                .define(Definition.of("D", List.of("x"), exists("x", set(), TRUE))));
        assertRefused("the parameter \"x\" is given twice", () -> Definition.of("D", List.of("x", "x"), TRUE));
        assertRefused("the field \"f\" is given twice", () -> Tla.record(Tla.entry("f", TRUE), Tla.entry("f", TRUE)));
    }

    @Test
    void operatorsGetTheirArguments() {
        Definition one = Definition.of("One", List.of("x"), name("x"));
        assertRefused("One takes 1 argument, but is given no arguments", () -> module()
                .define(one)
                .define("D", name("One")));
        assertRefused("v takes no arguments, but is given 2 arguments", () -> module()
                .define("D", call("v", TRUE, TRUE)));
    }

    @Test
    void operatorsHaveTheirModules() {
        assertRefused("\"C :> v\" needs the module TLC", () -> module().define("D", mapsTo(name("C"), name("v"))));
        assertRefused("\"-1\" needs the module Integers", () -> module().define("D", num(-1)));
        assertRefused("needs the module Naturals", () -> Module.named("M").define("D", range(num(1), num(2))));
    }

    @Test
    void anOtherModuleMayDefineAnything() {
        assertThatNoException().isThrownBy(() -> Module.named("M").extending("Mine").define("D", call("F", name("x"))));
    }

    @Test
    void thingsComeInOrder() {
        assertRefused("must be declared before", () -> module().define("D", TRUE).variable("w"));
        assertRefused("must be given before", () -> module().extending("TLC"));
    }

    @Test
    void recursionIsAnnounced() {
        Definition loop = Definition.of("Loop", List.of("n"), call("Loop", plus(name("n"), num(1))));
        assertRefused("Loop is not defined", () -> module().define(loop));
        assertRefused("no definition", () -> module().recursive("Loop", 1).build());
        assertRefused("RECURSIVE says that Loop takes 2 arguments", () -> module().recursive("Loop", 2).define(loop));
        Module module = module().recursive("Loop", 1).define(loop).build();
        assertThat(module.toString())
                .contains(
                        """

                        RECURSIVE Loop(_)

                        Loop(n) == Loop(n + 1)
                        """);
        assertThat(Sany.complaints(List.of(module))).isEmpty();
    }

    @Test
    void verbatimTextIsOneLineAndWhole() {
        assertRefused("must be one line", () -> Tla.verbatim("a\nb"));
        assertRefused("must be one line", () -> Tla.verbatim(" "));
        assertRefused("without comments", () -> Tla.verbatim("a \\* b"));
        assertRefused("open strings", () -> Tla.verbatim("a = \"b"));
        assertThat(eq(Tla.verbatim("a \\/ b"), TRUE).toString()).isEqualTo("(a \\/ b) = TRUE");
    }
}
