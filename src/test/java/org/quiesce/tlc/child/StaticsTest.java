package org.quiesce.tlc.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

class StaticsTest {

    /** What a program may keep in statics. */
    static final class Keeper {
        static int number = 1;
        static String text = "one";
        static Map<String, List<String>> map;
        static final int[] ARRAY = {1, 2};
        static final Object[][] NESTED = {{new int[] {1}}};
        static final AtomicInteger COUNTER = new AtomicInteger(1);
        static final Node RING = new Node("ring");
        static final IntSupplier CAPTURING = capturing(new int[] {7});

        private Keeper() {}

        private static IntSupplier capturing(int[] numbers) {
            return () -> numbers[0]++;
        }

        static void reset() {
            map = new HashMap<>(Map.of("a", new ArrayList<>(List.of("b"))));
        }
    }

    /** An object with a way back to itself. */
    static class Node {
        private String name;
        private Node next = this;

        Node(String name) {
            this.name = name;
        }
    }

    /** Keeps an object of the JDK of which nothing is known. */
    static final class Builder {
        static final StringBuilder TEXT = new StringBuilder();

        private Builder() {}
    }

    /** Keeps an object that is half of the JDK. */
    static final class Runner {
        static final Thread THREAD = new Thread() { };

        private Runner() {}
    }

    @Test
    void everythingGetsItsOldValueAgain() throws Exception {
        Keeper.reset();
        Statics statics = statics(Keeper.class);
        assertThat(statics.areComplete()).isTrue();
        Map<String, List<String>> map = Keeper.map;

        for (int i = 0; i < 2; i++) {
            Keeper.number = 5;
            Keeper.text = "five";
            Keeper.map.get("a").add("c");
            for (int entry = 0; entry < 100; entry++) {
                Keeper.map.put("entry " + entry, List.of());
            }
            Keeper.map = Map.of();
            Keeper.ARRAY[1] = 5;
            ((int[]) Keeper.NESTED[0][0])[0] = 5;
            Keeper.NESTED[0] = null;
            Keeper.COUNTER.set(5);
            Keeper.RING.name = "broken";
            Keeper.RING.next = new Node("other");
            assertThat(Keeper.CAPTURING.getAsInt()).isEqualTo(7);

            statics.putBack();

            assertThat(Keeper.number).isEqualTo(1);
            assertThat(Keeper.text).isEqualTo("one");
            assertThat(Keeper.map).isSameAs(map).isEqualTo(Map.of("a", List.of("b")));
            assertThat(Keeper.ARRAY).containsExactly(1, 2);
            assertThat(Keeper.NESTED).isDeepEqualTo(new Object[][] {{new int[] {1}}});
            assertThat(Keeper.COUNTER).hasValue(1);
            assertThat(Keeper.RING.name).isEqualTo("ring");
            assertThat(Keeper.RING.next).isSameAs(Keeper.RING);
        }
    }

    @Test
    void whatCantBeNotedIsSaid() throws Exception {
        assertThat(statics(Builder.class).areComplete()).isFalse();
        assertThat(statics(Runner.class).areComplete()).isFalse();
    }

    private static Statics statics(Class<?> type) throws Exception {
        return new Statics(List.of(type), type.getClassLoader());
    }
}
