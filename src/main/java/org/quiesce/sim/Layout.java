package org.quiesce.sim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.protocol.step.StateVariable;

/** Where each entry of the vocabulary is in a packed state. */
final class Layout {

    /**
     * One entry.
     *
     * @param codes position in the domain by value
     */
    private record Entry(String variable, String index, List<Datum> domain, Map<Datum, Integer> codes, Field field) {}

    private final List<Entry> entries;
    private final Map<String, Map<String, Entry>> byName = new LinkedHashMap<>();
    private final int words;

    private Layout(List<Entry> entries, int words) {
        this.entries = entries;
        this.words = words;
        entries.forEach(e -> byName.computeIfAbsent(e.variable(), v -> new LinkedHashMap<>()).put(e.index(), e));
    }

    /** Every entry gets the first word with room for it: no field crosses the border of a word. */
    static Layout of(List<StateVariable> variables) {
        List<Integer> used = new ArrayList<>();
        List<Entry> entries = new ArrayList<>();
        for (StateVariable variable : variables) {
            variable.domains().forEach((index, domain) -> {
                int bits = Integer.SIZE - Integer.numberOfLeadingZeros(domain.size() - 1);
                int word = 0;
                while (word < used.size() && used.get(word) + bits > Long.SIZE) {
                    word++;
                }
                if (word == used.size()) {
                    used.add(0);
                }
                Field field = new Field(word, used.get(word), (1L << bits) - 1, domain.size());
                used.set(word, used.get(word) + bits);
                entries.add(new Entry(variable.name(), index, domain, codes(domain), field));
            });
        }
        return new Layout(List.copyOf(entries), used.size());
    }

    private static Map<Datum, Integer> codes(List<Datum> domain) {
        Map<Datum, Integer> codes = new LinkedHashMap<>();
        for (int i = 0; i < domain.size(); i++) {
            codes.put(domain.get(i), i);
        }
        return codes;
    }

    /** Words of a packed state. */
    int words() {
        return words;
    }

    /** Whether the vocabulary has that entry. */
    boolean has(String variable, String index) {
        return find(variable, index).isPresent();
    }

    Field field(String variable, String index) {
        return entry(variable, index).field();
    }

    List<Datum> domain(String variable, String index) {
        return entry(variable, index).domain();
    }

    /** The position of a value that the entry must be able to have. */
    int code(String variable, String index, Datum value) {
        Integer code = entry(variable, index).codes().get(value);
        if (code == null) {
            throw new IllegalStateException(
                    "internal error: " + name(variable, index) + " can't have the value " + value);
        }
        return code;
    }

    Snapshot decode(long[] state) {
        SortedMap<String, SortedMap<String, Datum>> values = new TreeMap<>();
        for (Entry entry : entries) {
            values.computeIfAbsent(entry.variable(), v -> new TreeMap<>())
                    .put(entry.index(), entry.domain().get(entry.field().get(state)));
        }
        return new Snapshot(values);
    }

    /**
     * The packed form of a state.
     *
     * @throws IllegalArgumentException if it lacks a variable of the protocol, has another, or a value out of its
     *                                  domain
     */
    long[] encode(Snapshot snapshot) {
        snapshot.values().forEach((variable, indices) -> indices.keySet().forEach(index -> {
            if (!has(variable, index)) {
                throw new IllegalArgumentException("the protocol has no variable " + name(variable, index));
            }
        }));
        long[] state = new long[words];
        for (Entry entry : entries) {
            String name = name(entry.variable(), entry.index());
            Datum value = snapshot.get(entry.variable(), entry.index())
                    .orElseThrow(() -> new IllegalArgumentException("the state has no variable " + name));
            Integer code = entry.codes().get(value);
            if (code == null) {
                throw new IllegalArgumentException(name + " can't have the value " + value);
            }
            entry.field().set(state, code);
        }
        return state;
    }

    /** {@code pc[worker]}, or {@code module}. */
    static String name(String variable, String index) {
        return index.equals(StateVariable.PLAIN) ? variable : variable + "[" + index + "]";
    }

    private Optional<Entry> find(String variable, String index) {
        return Optional.ofNullable(byName.getOrDefault(variable, Map.of()).get(index));
    }

    private Entry entry(String variable, String index) {
        return find(variable, index).orElseThrow(() -> new IllegalStateException(
                "internal error: the protocol has no variable " + name(variable, index)));
    }
}
