package org.quiesce.tlc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A TLA+ value as TLC prints it. Immutable; {@code toString()} is TLC's notation on one line, and
 * {@link #parse(String)} reads it back.
 *
 * <p>Sets, functions and records keep the order TLC printed, and compare without it. TLC prints one TLA+ value in
 * several ways ({@code 1..3} and {@code {1, 2, 3}}); {@code equals} compares what was printed, so values of
 * different origin are to be compared through {@link #canonical()}.
 */
public sealed interface TlcValue {

    /** An integer. TLC's integers have 32 bits. */
    record Int(int value) implements TlcValue {
        @Override
        public String toString() {
            return Integer.toString(value);
        }
    }

    /** {@code TRUE} or {@code FALSE}. */
    record Bool(boolean value) implements TlcValue {
        @Override
        public String toString() {
            return value ? "TRUE" : "FALSE";
        }
    }

    /** A string; {@code text} is without quotes and escapes. */
    record Str(String text) implements TlcValue {
        @Override
        public String toString() {
            return TlcStrings.quote(text);
        }
    }

    /** A model value, known by its name alone. */
    record Model(String name) implements TlcValue {
        @Override
        public String toString() {
            return name;
        }
    }

    /** An explicit set. */
    record SetOf(Set<TlcValue> elements) implements TlcValue {
        public SetOf {
            elements = Collections.unmodifiableSet(new LinkedHashSet<>(elements));
        }

        @Override
        public String toString() {
            return joined("{", elements, "}");
        }
    }

    /** The set of integers from {@code low} to {@code high}, both included. */
    record Interval(int low, int high) implements TlcValue {
        @Override
        public String toString() {
            return low + ".." + high;
        }
    }

    /** A tuple or sequence. The empty function is printed, and read, as the empty tuple: they are equal in TLA+. */
    record Tuple(List<TlcValue> elements) implements TlcValue {
        public Tuple {
            elements = List.copyOf(elements);
        }

        @Override
        public String toString() {
            return joined("<<", elements, ">>");
        }
    }

    /** A function whose domain makes it neither a tuple nor a record; never empty when TLC printed it. */
    record Function(Map<TlcValue, TlcValue> entries) implements TlcValue {
        public Function {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        @Override
        public String toString() {
            return entries.entrySet().stream()
                    .map(entry -> entry.getKey() + " :> " + entry.getValue())
                    .collect(Collectors.joining(" @@ ", "(", ")"));
        }
    }

    /** A record: a function of strings that are words. */
    record Record(Map<String, TlcValue> fields) implements TlcValue {
        public Record {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        @Override
        public String toString() {
            return fields.entrySet().stream()
                    .map(field -> field.getKey() + " |-> " + field.getValue())
                    .collect(Collectors.joining(", ", "[", "]"));
        }
    }

    /**
     * Reads one value, spread over any number of lines.
     *
     * @throws TlcValueException if the text is not exactly one value; it names the place
     */
    static TlcValue parse(String text) {
        return new TlcValueParser(text).wholeText();
    }

    /**
     * The same TLA+ value in the one form that all its notations share: an interval as a set, a function with domain
     * 1..n as a tuple, and a non-empty function of words as a record. Intervals of more than a million
     * elements stay intervals.
     */
    default TlcValue canonical() {
        return Canonical.of(this);
    }

    private static String joined(String open, Collection<TlcValue> elements, String close) {
        return elements.stream().map(TlcValue::toString).collect(Collectors.joining(", ", open, close));
    }

    /** The rules of {@link TlcValue#canonical()}. */
    final class Canonical {
        private static final long LARGEST_LISTED_INTERVAL = 1_000_000;

        private Canonical() {}

        private static TlcValue of(TlcValue value) {
            if (value instanceof Interval interval) {
                return listed(interval);
            } else if (value instanceof SetOf set) {
                return new SetOf(set.elements().stream()
                        .map(TlcValue::canonical)
                        .collect(Collectors.toCollection(LinkedHashSet::new)));
            } else if (value instanceof Tuple tuple) {
                return new Tuple(tuple.elements().stream().map(TlcValue::canonical).toList());
            } else if (value instanceof Record map) {
                Map<TlcValue, TlcValue> entries = new LinkedHashMap<>();
                map.fields().forEach((name, field) -> entries.put(new Str(name), field.canonical()));
                return shaped(entries);
            } else if (value instanceof Function function) {
                Map<TlcValue, TlcValue> entries = new LinkedHashMap<>();
                function.entries().forEach((key, result) -> entries.put(key.canonical(), result.canonical()));
                return shaped(entries);
            }
            return value;
        }

        private static TlcValue listed(Interval interval) {
            if ((long) interval.high() - interval.low() >= LARGEST_LISTED_INTERVAL) {
                return interval;
            }
            return new SetOf(IntStream.rangeClosed(interval.low(), interval.high())
                    .mapToObj(Int::new)
                    .collect(Collectors.toCollection(LinkedHashSet::new)));
        }

        private static TlcValue shaped(Map<TlcValue, TlcValue> entries) {
            List<TlcValue> elements = new ArrayList<>();
            for (int i = 1; entries.containsKey(new Int(i)); i++) {
                elements.add(entries.get(new Int(i)));
            }
            if (elements.size() == entries.size()) {
                return new Tuple(elements);
            }
            Map<String, TlcValue> fields = new LinkedHashMap<>();
            entries.forEach((key, result) -> {
                if (key instanceof Str name && TlcStrings.isWord(name.text())) {
                    fields.put(name.text(), result);
                }
            });
            return fields.size() == entries.size() ? new Record(fields) : new Function(entries);
        }
    }
}
