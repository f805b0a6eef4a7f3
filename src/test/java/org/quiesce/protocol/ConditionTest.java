package org.quiesce.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.protocol.Conditions.and;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.isNull;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.or;
import static org.quiesce.protocol.Conditions.shouldStop;

import org.junit.jupiter.api.Test;

/** How conditions read as C. */
class ConditionTest {

    @Test
    void theOppositeOfAnOppositeIsNotNegatedTwice() {
        assertThat(not(isNull("task")).c()).isEqualTo("task");
        assertThat(not(not(shouldStop())).c()).isEqualTo("kthread_should_stop()");
    }

    @Test
    void theOppositeOfAWholeIsNotThatOfItsFirstPart() {
        assertThat(not(and(not(shouldStop()), flag("x"))).c()).isEqualTo("!(!kthread_should_stop() && x)");
        assertThat(not(or(not(flag("x")), flag("y"))).c()).isEqualTo("!(!x || y)");
    }
}
