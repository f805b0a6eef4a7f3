package org.quiesce.sim;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The states that can be reached, found breadth first.
 *
 * <p>Moves are gathered in batches: hashing and touching the table for many of them before any is looked up lets the
 * memory accesses overlap, which is where such a search spends its time.
 */
final class Exploration implements MoveSink {

    private static final int BATCH = 512;
    private static final int NOT_FOUND = -1;

    private final Machine machine;
    private final Labels labels;
    private final Faults faults;
    private final StateTable table;
    private final Watch watch;
    private final Question[] questions;
    private final StateTest stopPending;
    private final int words;

    private final long[] before;
    private final long[] after;
    private int current;
    private boolean fairMove;
    private boolean fairChange;

    private long[] batch;
    private long[] hashes = new long[BATCH];
    private int[] parents = new int[BATCH];
    private int[] held = new int[BATCH];
    private int batched;
    private long touched;

    private final boolean[] taken;
    /** By action: how many micros of the step had begun in the farthest of its faults; 0 if it never faulted. */
    private final int[] faulted;
    private final Numbers stuck = new Numbers();
    private final Levels levels = new Levels();
    private int stuckStop = NOT_FOUND;
    private int outOfBounds = NOT_FOUND;
    private long transitions;
    private Optional<Completion.Limit> limit = Optional.empty();

    /** Whether some state refutes a safety property, and the first that does. */
    private static final class Question {
        private final StateTest refuted;
        private int answer = NOT_FOUND;

        Question(StateTest refuted) {
            this.refuted = refuted;
        }
    }

    /**
     * An exploration that has not begun.
     *
     * @param refuted     for each safety property the states that refute it
     * @param stopPending whether a stop is waiting for its thread
     */
    Exploration(Machine machine, List<StateTest> refuted, StateTest stopPending, Watch watch) {
        this.machine = machine;
        this.labels = machine.labels();
        this.faults = machine.faults();
        this.words = machine.layout().words();
        this.table = new StateTable(words);
        this.watch = watch;
        this.questions = refuted.stream().map(Question::new).toArray(Question[]::new);
        this.stopPending = stopPending;
        this.before = new long[words];
        this.after = new long[words];
        this.batch = new long[BATCH * words];
        this.taken = new boolean[labels.actions().size()];
        this.faulted = new int[labels.actions().size()];
    }

    void run() {
        try {
            long[] initial = machine.initial();
            if (table.add(initial, 0, table.hash(initial, 0), StateTable.ROOT)) {
                found(initial, 0);
            }
            while (levels.end() < table.size() && limit.isEmpty()) {
                int level = levels.end();
                levels.add(level, table.size());
                expand(level, table.size());
            }
        } catch (OutOfMemoryError e) {
            limit = Optional.of(Completion.Limit.MEMORY);
        }
        if (levels.end() < table.size()) {
            levels.add(levels.end(), table.size());
        }
    }

    private void expand(int from, int to) {
        for (current = from; current < to && limit.isEmpty(); current++) {
            table.read(current, before);
            fairMove = false;
            fairChange = false;
            machine.moves(before, after, this);
            if (!fairChange && !faults.isFaulty(before)) {
                noteStuck();
            }
            if (batched >= BATCH / 2) {
                flush();
                limit = watch.reached(table, table.size() - current);
            }
        }
        flush();
    }

    private void noteStuck() {
        stuck.add(current);
        if (!fairMove && stuckStop == NOT_FOUND && stopPending.test(before)) {
            stuckStop = current;
        }
    }

    @Override
    public void move(int label, long[] next) {
        transitions++;
        int action = labels.actionNumber(label);
        if (faults.isFaulty(next)) {
            faulted[action] = Math.max(faulted[action], 1);
        } else {
            taken[action] = true;
        }
        boolean changes = !same(before, next);
        if (labels.isFair(label)) {
            fairMove = true;
            fairChange |= changes;
        }
        if (changes) {
            if (batched == hashes.length) {
                enlarge();
            }
            System.arraycopy(next, 0, batch, batched * words, words);
            hashes[batched] = table.hash(next, 0);
            parents[batched] = current;
            batched++;
        }
    }

    @Override
    public void fault(int label, int micro, long[] next) {
        int action = labels.actionNumber(label);
        faulted[action] = Math.max(faulted[action], micro + 1);
        move(label, next);
    }

    private void enlarge() {
        int length = hashes.length * 2;
        batch = Arrays.copyOf(batch, length * words);
        hashes = Arrays.copyOf(hashes, length);
        parents = Arrays.copyOf(parents, length);
        held = Arrays.copyOf(held, length);
    }

    private boolean same(long[] left, long[] right) {
        for (int i = 0; i < words; i++) {
            if (left[i] != right[i]) {
                return false;
            }
        }
        return true;
    }

    private void flush() {
        for (int i = 0; i < batched; i++) {
            held[i] = table.peek(hashes[i]);
        }
        long sum = 0;
        for (int i = 0; i < batched; i++) {
            sum += table.peekState(held[i]);
        }
        touched += sum;
        for (int i = 0; i < batched; i++) {
            if (table.add(batch, i * words, hashes[i], parents[i])) {
                System.arraycopy(batch, i * words, after, 0, words);
                found(after, table.size() - 1);
            }
        }
        batched = 0;
    }

    private void found(long[] state, int number) {
        for (Question question : questions) {
            if (question.answer == NOT_FOUND && question.refuted.test(state)) {
                question.answer = number;
            }
        }
        if (outOfBounds == NOT_FOUND && faults.is(state, faults.bound())) {
            outOfBounds = number;
        }
    }

    // ---- what was found

    StateTable table() {
        return table;
    }

    /** The states that are as far from the initial one as that one, which is one of them, and pass the test, too. */
    IntStream alike(int number, StateTest test) {
        long[] state = new long[words];
        return levels.peers(number).filter(peer -> {
            table.read(peer, state);
            return test.test(state);
        });
    }

    /** How far the states are. */
    Levels levels() {
        return levels;
    }

    /** The first state that refutes the property with that position in the list, if any does. */
    Optional<Integer> refutation(int position) {
        return number(questions[position].answer);
    }

    /** The first state in which a stop is pending and nothing fair can happen, if there is one. */
    Optional<Integer> stuckStop() {
        return number(stuckStop);
    }

    /** The first state that is out of bounds, if there is one. */
    Optional<Integer> outOfBounds() {
        return number(outOfBounds);
    }

    /** The states in which no fair step or event would change anything, in order; a run may stay there for ever. */
    Numbers stuck() {
        return stuck;
    }

    /** Which limit ended the exploration, if one did. */
    Optional<Completion.Limit> limit() {
        return limit;
    }

    SearchResult.Coverage coverage() {
        SortedSet<String> effective = new TreeSet<>();
        SortedMap<String, Integer> begun = new TreeMap<>();
        for (int action = 0; action < taken.length; action++) {
            if (taken[action]) {
                effective.add(labels.actions().get(action));
            }
            if (faulted[action] > 0) {
                begun.put(labels.actions().get(action), faulted[action]);
            }
        }
        return new SearchResult.Coverage(effective, begun);
    }

    SearchResult.Statistics statistics() {
        return new SearchResult.Statistics(table.size(), transitions, levels.size() - 1, table.bytes());
    }

    private static Optional<Integer> number(int found) {
        return found == NOT_FOUND ? Optional.empty() : Optional.of(found);
    }
}
