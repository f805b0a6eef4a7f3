package org.quiesce.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.quiesce.protocol.OperationFamily.CountsReference;
import org.quiesce.protocol.OperationFamily.GivesBackLock;
import org.quiesce.protocol.OperationFamily.SleepsInState;
import org.quiesce.protocol.OperationFamily.TakesLock;
import org.quiesce.protocol.OperationFamily.TearsDown;
import org.quiesce.protocol.OperationFamily.Wakes;

/** An operation that sounds, or is made, like those of a family is one of them: a new one can't be left out by mistake. */
class OperationFamilyTest {

    static Stream<Arguments> families() {
        return Stream.of(
                Arguments.of(Wakes.class, named("(?i:wake)|Complete|Unpark|^Thaw|SendSignal|KillProcess")),
                Arguments.of(TakesLock.class, named("^Lock|^Trylock|^Mutex|^Down|^CpusLock|SectionBegin|ReadLock")),
                Arguments.of(GivesBackLock.class, named("Unlock|^Up|SectionEnd")),
                Arguments.of(CountsReference.class, named("Put|ModuleGet|GetTask")),
                // How a lock is waited for is no state that anybody sets, or looks at.
                Arguments.of(SleepsInState.class, having(SleepMode.class).and(named("UnlessSignalled").negate())
                        .or(having(TaskState.class)).or(named("^Msleep"))),
                Arguments.of(TearsDown.class, named("KthreadStop|Destroy|Flush(?!Signals)|Cancel|Delete|DelTimer|Shutdown"
                        + "|^Disable(Work|Delayed|Irq)|^TaskletDisable|^Drain|Barrier|Synchronize|^Free(?!ze)|KfreeRcu"
                        + "|Kill(?!Process)|Unregister|FinishWait|RemoveWait|Unuse|^Withdraw")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("families")
    void whoIsLikeAFamilyIsOfIt(Class<?> family, Predicate<Class<?>> alike) {
        assertThat(operations().filter(family::isAssignableFrom))
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(operations().filter(alike).toList());
    }

    /** What waits for a condition can wait for another. */
    @Test
    void whoHasAConditionAwaitsIt() {
        assertThat(operations().filter(OperationTrait.AwaitsCondition.class::isAssignableFrom))
                .containsExactlyInAnyOrderElementsOf(operations().filter(having(Condition.class)).toList());
    }

    private static Predicate<Class<?>> named(String pattern) {
        return operation -> Pattern.compile(pattern).matcher(operation.getSimpleName()).find();
    }

    private static Predicate<Class<?>> having(Class<?> component) {
        return operation -> Stream.of(operation.getRecordComponents()).map(RecordComponent::getType)
                .anyMatch(component::equals);
    }

    private static Stream<Class<?>> operations() {
        return records(Operation.class).distinct();
    }

    private static Stream<Class<?>> records(Class<?> kind) {
        return kind.isSealed()
                ? Stream.of(kind.getPermittedSubclasses()).flatMap(OperationFamilyTest::records)
                : kind.isRecord() ? Stream.of(kind) : Stream.empty();
    }
}
