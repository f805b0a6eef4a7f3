package org.quiesce.tla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.quiesce.tla.Tla.FALSE;
import static org.quiesce.tla.Tla.TRUE;
import static org.quiesce.tla.Tla.name;
import static org.quiesce.tla.Tla.num;
import static org.quiesce.tla.Tla.plus;
import static org.quiesce.tla.Tla.set;
import static org.quiesce.tla.Tla.str;

import org.junit.jupiter.api.Test;

class ModelConfigTest {

    @Test
    void safety() {
        SafetyConfig config = SafetyConfig.specification("Spec")
                .comment("linux-6.1\nthree threads")
                .modelValue("rmmod")
                .constant("Threads", set(name("t1"), name("t2")))
                .constant("Bound", num(-3))
                .constant("Mode", str("a\"b"))
                .override("Nat", "SmallNat")
                .invariant("TypeOK")
                .view("Bag")
                .symmetry("Permuted")
                .constraint("Small")
                .checkingDeadlock()
                .build();
        assertThat(config.toString())
                .isEqualTo(
                        """
                        \\* linux-6.1
                        \\* three threads
                        CONSTANTS
                          rmmod   = rmmod
                          Threads = {t1, t2}
                          Bound   = -3
                          Mode    = "a\\"b"
                          Nat     <- SmallNat
                        SPECIFICATION Spec
                        INVARIANT TypeOK
                        VIEW Bag
                        SYMMETRY Permuted
                        CONSTRAINT Small
                        CHECK_DEADLOCK TRUE
                        """);
    }

    @Test
    void liveness() {
        LivenessConfig config = LivenessConfig.specification("Spec")
                .property("StopTerminates")
                .property("ThreadExits")
                .invariant("TypeOK")
                .build();
        assertThat(config.toString())
                .isEqualTo(
                        """
                        SPECIFICATION Spec
                        INVARIANT TypeOK
                        PROPERTIES
                          StopTerminates
                          ThreadExits
                        """);
    }

    @Test
    void refusals() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SafetyConfig.initNext("Init", "Next").invariant("VIEW"))
                .withMessageContaining("keyword");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SafetyConfig.initNext("Init", "Next").modelValue("PROPERTY"))
                .withMessageContaining("PROPERTY");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SafetyConfig.initNext("Init", "Next").invariant("A B"))
                .withMessageContaining("can't be written");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SafetyConfig.initNext("Init", "Next").invariant("A").invariant("A"))
                .withMessageContaining("twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LivenessConfig.specification("Spec").constant("C", plus(num(1), num(1))))
                .withMessageContaining("can't give C the value 1 + 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LivenessConfig.specification("Spec").constant("C", TRUE).constant("C", FALSE))
                .withMessageContaining("twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LivenessConfig.specification("Spec").build())
                .withMessageContaining("at least one");
    }

    @Test
    void namesAreThoseOfTheModule() {
        Module module = StateSetAfterCheck.module();
        StateSetAfterCheck.safety().requireFits(module);
        StateSetAfterCheck.liveness().requireFits(module);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SafetyConfig.initNext("Init", "Next").build().requireFits(module))
                .withMessage("the configuration gives no value to worker, a constant of StateSetAfterCheck");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LivenessConfig.specification("Spec").property("Wake").build().requireFits(
                        Module.named("M").define("Spec", TRUE).build()))
                .withMessageContaining("names Wake, but M defines no such operator");
    }

    @Test
    void tlcChecksWithBoth() {
        Module module = StateSetAfterCheck.module();
        assertThat(Sany.tlc(module, StateSetAfterCheck.safety().toString()).status()).isEqualTo(12);
        assertThat(Sany.tlc(module, StateSetAfterCheck.liveness().toString()).status()).isEqualTo(13);
    }
}
