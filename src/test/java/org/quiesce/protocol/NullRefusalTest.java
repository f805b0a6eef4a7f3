package org.quiesce.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.quiesce.protocol.Program.Pinning;

/** Whatever takes an argument refuses null at once, by the parameter's name. */
class NullRefusalTest {

    @TestFactory
    Stream<DynamicTest> factories() {
        return Stream.of(Ops.class, TaskOps.class, WaitOps.class, CallbackOps.class, WorkOps.class, Spellings.class,
                        Conditions.class, Value.class)
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .filter(m -> Modifier.isStatic(m.getModifiers()))
                .flatMap(m -> refusals(m, Optional.empty()));
    }

    @TestFactory
    Stream<DynamicTest> builders() {
        List<Body> bodies = new ArrayList<>();
        Body.of("here", bodies::add);
        return Stream.of(Protocol.module("p"), bodies.get(0))
                .flatMap(builder -> Arrays.stream(builder.getClass().getMethods())
                        .filter(m -> m.getDeclaringClass() == builder.getClass())
                        .flatMap(m -> refusals(m, Optional.of(builder))));
    }

    @Test
    void module() {
        assertThatThrownBy(() -> Protocol.module(null))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("'name' is null; give it a value");
    }

    /** Operations and conditions are records, which may be made without their factories. */
    @Test
    void withinWhatIsGiven() {
        refuses("'operation.task' is null; give it a value", b -> b.call(new KthreadOperation.KthreadStop(null)));
        refuses("'operation.task.name' is null; give it a value",
                b -> b.call(new KthreadOperation.KthreadStop(new TaskRef.Pointer(null))));
        refuses("'condition.left' is null; give it a value",
                b -> b.until(new Condition.And(null, Conditions.always()), loop -> { }));
    }

    private static void refuses(String message, Consumer<Body> body) {
        assertThatThrownBy(() -> Drafts.worker(body)).isInstanceOf(ProtocolException.class).hasMessage(message);
    }

    /** One for every parameter that can be null; the others get what is right for them. */
    private static Stream<DynamicTest> refusals(Method method, Optional<Object> target) {
        Parameter[] parameters = method.getParameters();
        return IntStream.range(0, parameters.length)
                .filter(i -> !parameters[i].getType().isPrimitive())
                .mapToObj(i -> DynamicTest.dynamicTest(
                        method.getName() + Arrays.toString(method.getParameterTypes()) + " " + i,
                        () -> refuses(method, target.orElse(null), i)));
    }

    private static void refuses(Method method, Object target, int missing) {
        Object[] arguments = Arrays.stream(method.getParameterTypes()).map(NullRefusalTest::some).toArray();
        arguments[missing] = null;
        Throwable thrown = catchThrowable(() -> method.invoke(target, arguments));
        assertThat(thrown).isInstanceOf(InvocationTargetException.class);
        assertThat(thrown.getCause()).isInstanceOf(ProtocolException.class)
                .hasMessageMatching("'[a-z]+' is null; give it a value");
    }

    private static Object some(Class<?> type) {
        if (type == String.class) {
            return "x";
        } else if (type == int.class) {
            return 1;
        } else if (type == Consumer.class) {
            return (Consumer<Object>) body -> { };
        } else if (type == Condition.class) {
            return Conditions.always();
        } else if (type == Operation.class) {
            return Ops.schedule();
        } else if (type == Value.class) {
            return Value.of(0);
        } else if (type == Pinning.class) {
            return Pinning.OWNER;
        } else if (type == TaskState.class) {
            return TaskState.IDLE;
        } else if (type == SleepMode.class) {
            return SleepMode.IDLE;
        } else if (type == Errno.class) {
            return Errno.EBUSY;
        } else if (type == Origin.class) {
            return new Origin("x.c", List.of(new Origin.File("x.c", 0, List.of())), List.of(), Set.of(), List.of(), List.of(), List.of());
        } else if (type == Statement.class) {
            return new Statement.Break(0);
        } else if (type == Spelling.class) {
            return Spellings.ssleep();
        } else if (type == Signal.class) {
            return Signal.SIGKILL;
        } else if (type == WakeMask.class) {
            return WakeMask.NORMAL;
        }
        throw new AssertionError("no argument for " + type);
    }
}
