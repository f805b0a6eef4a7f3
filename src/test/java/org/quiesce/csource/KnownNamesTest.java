package org.quiesce.csource;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.quiesce.kernel.Primitives;

/** What a C file may call about threads, and about what they wait for, stands in the table of the kernel's functions. */
class KnownNamesTest {

    /** They are several calls, of others that stand there, or a choice whether there is a call at all. */
    private static final Pattern SEVERAL = Pattern.compile("(?:raw_)?spin_trylock\\w*|(?:read|write)_(?:try|un)?lock\\w*");
    /** They only ask, or begin. */
    private static final Pattern ASKS = Pattern.compile("mutex_is_locked|sema_init|hrtimer_(?:is_queued|active|callback_running)|\\w+_pending");
    /** What is freed, and drivers, whose functions the kernel calls. */
    private static final Pattern NO_THREADS = Pattern.compile("\\w*free\\w*|\\w*driver\\w*|cpuhp_\\w+|platform_\\w+|usb_\\w+");

    static Stream<Consumer<Map<String, Function<CallSite, Meaning>>>> tables() {
        return Stream.of(ThreadCalls::addTo, SleepCalls::addTo, CompletionCalls::addTo, WaitCalls::addTo, LockCalls::addTo,
                CallbackCalls::addTo, InterruptCalls::addTo, WorkCalls::addTo, SignalCalls::addTo);
    }

    @ParameterizedTest
    @MethodSource("tables")
    void eachStandsInTheTable(Consumer<Map<String, Function<CallSite, Meaning>>> calls) {
        Primitives table = Primitives.read();
        Map<String, Function<CallSite, Meaning>> known = new HashMap<>();
        calls.accept(known);
        assertThat(known.keySet().stream()
                .filter(name -> Stream.of(SEVERAL, ASKS, NO_THREADS).noneMatch(others -> others.matcher(name).matches())))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(table.spelled(name)).as(name).isPresent());
    }

    /** What is said to be the same is something that a C file may call. */
    @ParameterizedTest
    @MethodSource("names")
    void otherNamesAreUnderstood(String name) {
        assertThat(CReader.understands(name)).isTrue();
    }

    static Stream<String> names() {
        return Primitives.read().all().flatMap(primitive -> primitive.also().stream());
    }
}
