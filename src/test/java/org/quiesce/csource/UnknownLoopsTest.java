package org.quiesce.csource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.csource.Module.around;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Loops of which nothing is left in a protocol. */
class UnknownLoopsTest {

    private static List<String> unguarded(String loop) {
        return around("static int worker(void *data) { " + loop + " return 0; }")
                .protocol().origin().orElseThrow().unguarded();
    }

    @Test
    void whatKeepsALoopGoingMayBeSomethingElse() {
        assertThat(unguarded("do { work_on(data); } while (!BOARD_QUIT);"))
                .containsExactly("test.c:3: what keeps the loop '!BOARD_QUIT' going");
        assertThat(unguarded("while (!board_quits()) work_on(data);"))
                .containsExactly("test.c:3: what keeps the loop '!board_quits()' going");
    }

    @Test
    void aLoopOverNumbersEndsByItself() {
        assertThat(unguarded("int i; for (i = 0; i < 100; i++) work_on(data);")).isEmpty();
        assertThat(unguarded("while (!board_quits()) msleep(1);")).isEmpty();
    }
}
