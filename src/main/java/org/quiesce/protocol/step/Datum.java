package org.quiesce.protocol.step;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.Collections;
import java.util.stream.Collectors;

/** A value of a state variable, or of one entry of it. */
public sealed interface Datum {

    /** A number. */
    record Num(int value) implements Datum {
        @Override
        public String toString() {
            return Integer.toString(value);
        }
    }

    /** A label, a state, a context, {@code NULL}, {@code ERR} and the like. */
    record Word(String value) implements Datum {
        @Override
        public String toString() {
            return value;
        }
    }

    /** A truth value. */
    record Truth(boolean value) implements Datum {
        @Override
        public String toString() {
            return Boolean.toString(value);
        }
    }

    /** A set of contexts. */
    record Words(SortedSet<String> values) implements Datum {
        public Words {
            values = Collections.unmodifiableSortedSet(new TreeSet<>(values));
        }

        @Override
        public String toString() {
            return values.stream().collect(Collectors.joining(", ", "{", "}"));
        }
    }

    static Datum of(int value) {
        return new Num(value);
    }

    static Datum of(String word) {
        return new Word(word);
    }

    static Datum of(boolean value) {
        return new Truth(value);
    }

    static Datum of(List<String> words) {
        return new Words(new TreeSet<>(words));
    }
}
