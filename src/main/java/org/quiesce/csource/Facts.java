package org.quiesce.csource;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.cdt.core.dom.ast.IBinding;

/**
 * What is known where control is, while a program is translated: what local pointers stand for, and which numbers indices
 * are. Paths that come together agree on what both know; a pointer that stands for one thing on each is doubtful.
 */
final class Facts {

    /** What is known of a number that is not 0. */
    enum Sign { NEGATIVE, ANY }

    /**
     * What something is known of.
     *
     * @param scope the call that it is in
     */
    record Of(Scope scope, Object subject) {}

    private final Map<Of, Place> places;
    private final Map<Of, Integer> numbers;
    private final Set<Of> doubtful;
    /** Locks that may be held, of those that are not of the module. */
    private final Set<ForeignLocks.Lock> held;
    /** Shared numbers of which nothing is known but that they are not 0. */
    private final Map<IBinding, Sign> signs;

    private Facts(Map<Of, Place> places, Map<Of, Integer> numbers, Set<Of> doubtful, Set<ForeignLocks.Lock> held,
            Map<IBinding, Sign> signs) {
        this.signs = new HashMap<>(signs);
        this.held = new LinkedHashSet<>(held);
        this.places = new HashMap<>(places);
        this.numbers = new HashMap<>(numbers);
        this.doubtful = new HashSet<>(doubtful);
    }

    static Facts none() {
        return new Facts(Map.of(), Map.of(), Set.of(), Set.of(), Map.of());
    }

    Facts copy() {
        return new Facts(places, numbers, doubtful, held, signs);
    }

    /** What is known where two paths come together. */
    Facts join(Facts other) {
        Facts both = copy();
        other.places.forEach((of, place) -> {
            if (!place.equals(both.places.computeIfAbsent(of, o -> place))) {
                both.doubtful.add(of);
            }
        });
        both.doubtful.addAll(other.doubtful);
        both.held.addAll(other.held);
        both.signs.entrySet().removeIf(e -> e.getValue() != other.signs.get(e.getKey()));
        both.numbers.entrySet().removeIf(e -> !e.getValue().equals(other.numbers.get(e.getKey())));
        return both;
    }

    Optional<Place> place(Of pointer) {
        return Optional.ofNullable(places.get(pointer));
    }

    void standsFor(Of pointer, Place place) {
        places.put(pointer, place);
        doubtful.remove(pointer);
    }

    /** Whether a pointer stands for something else on another path. */
    boolean isDoubtful(Of pointer) {
        return doubtful.contains(pointer);
    }

    void hold(ForeignLocks.Lock lock) {
        held.add(lock);
    }

    void release(ForeignLocks.Lock lock) {
        held.remove(lock);
    }

    List<ForeignLocks.Lock> held() {
        return List.copyOf(held);
    }

    Optional<Sign> sign(IBinding number) {
        return Optional.ofNullable(signs.get(number));
    }

    void is(IBinding number, Sign sign) {
        signs.put(number, sign);
    }

    /** A number is stored, and may be any from now on. */
    void stored(IBinding number) {
        signs.remove(number);
    }

    Optional<Integer> number(Of index) {
        return Optional.ofNullable(numbers.get(index));
    }

    void is(Of index, int number) {
        numbers.put(index, number);
    }

    void forget(Of index) {
        numbers.remove(index);
    }

    /** Forgets the numbers of all that is one of these, in whichever call. */
    void forgetAll(Set<?> subjects) {
        numbers.keySet().removeIf(of -> subjects.contains(of.subject()));
    }
}
