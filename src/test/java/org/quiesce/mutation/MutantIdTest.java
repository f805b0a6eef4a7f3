package org.quiesce.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MutantIdTest {

    @Test
    void whatIsWrittenIsRead() {
        assertThat(MutantId.parse("drop-wake@12")).contains(new MutantId(Operator.DROP_WAKE, 12, 1));
        assertThat(MutantId.parse("swap@3.2")).contains(new MutantId(Operator.SWAP, 3, 2));
        for (Operator operator : Operator.values()) {
            MutantId id = new MutantId(operator, 7, 3);
            assertThat(MutantId.parse(id.toString())).contains(id);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "swap", "swap@", "swap@0", "swap@-1", "swap@03", "swap@3.1", "swap@3.", "swap@9999999",
        "SWAP@3", "swop@3", "swap @3", "swap@3 "})
    void thereIsOneSpelling(String written) {
        assertThat(MutantId.parse(written)).isEmpty();
    }
}
