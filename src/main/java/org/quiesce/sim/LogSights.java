package org.quiesce.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.step.Label;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Sight;
import org.quiesce.protocol.step.Sighting;
import org.quiesce.protocol.step.Visibility;
import org.quiesce.protocol.step.Visibility.RefusedSleep;
import org.quiesce.protocol.step.Visibility.Shown;

/**
 * What a log shows of packed states, as {@link Sight} and {@link Visibility} say. A state has one word more than the machine's:
 * the observed contexts that are blocked in its low half, a bit each, and those that are owed in its high half.
 */
final class LogSights {

    private static final int HALF = Integer.SIZE;

    private final Machine machine;
    private final Visibility visibility;
    private final int words;
    private final Map<String, Watched> watched = new HashMap<>();
    private final List<Watched> observed = new ArrayList<>();
    private boolean leftBounds;

    LogSights(Machine machine, Visibility visibility) {
        this.machine = machine;
        this.visibility = visibility;
        this.words = machine.layout().words();
        LoweredProtocol lowered = machine.lowered();
        List<String> names = List.copyOf(visibility.observed());
        for (String context : lowered.contexts()) {
            long bit = names.contains(context) ? 1L << names.indexOf(context) : 0;
            watched.put(context, new Watched(machine.layout(), context, lowered.programOf(context), visibility, bit));
        }
        names.forEach(context -> observed.add(watched.get(context)));
        if (observed.size() >= HALF) {
            throw new IllegalArgumentException("more than " + (HALF - 1) + " contexts are observed");
        }
    }

    /** Whether a run left the bounds of the model, and was not followed. */
    boolean hasLeftBounds() {
        return leftBounds;
    }

    /** The first state, with nobody blocked and nobody owed. */
    long[] start(long[] initial) {
        return Arrays.copyOf(initial, words + 1);
    }

    /** What can come of a state without a sight. */
    void quiet(long[] state, Sighting sighting, Consumer<long[]> sink) {
        if (sighting.sight() instanceof Sight.Loss) {
            moves(state, after -> {
                if (!machine.faults().isFaulty(after)) {
                    sink.accept(with(after, 0));
                }
            });
        } else {
            happening(state, sighting, EnumSet.noneOf(Shown.class), after -> sink.accept(with(after, state[words])));
        }
    }

    /** The faults that can come of a state by those who run. */
    void faults(long[] state, Sighting sighting, Consumer<long[]> sink) {
        Set<Shown> nothing = EnumSet.noneOf(Shown.class);
        moves(state, after -> {
            if (machine.faults().isFaulty(after) && isByRunning(state, after, sighting) && isHidden(state, after, nothing)) {
                sink.accept(with(after, state[words]));
            }
        });
    }

    /** The states after a sighting in a state. */
    void see(long[] state, Sighting sighting, Consumer<long[]> sink) {
        Sight sight = sighting.sight();
        if (sight instanceof Sight.Nothing) {
            sink.accept(state);
        } else if (sight instanceof Sight.Loss) {
            loss(state, sink);
        } else if (sight instanceof Sight.Wake wake) {
            wake(state, sighting, wake, sink);
        } else if (sight instanceof Sight.Sleep sleep) {
            sleep(state, sighting, sleep, sink);
        } else if (sight instanceof Sight.Place place) {
            if (place.labels().stream().anyMatch(label -> watched.get(place.context()).isAt(state, label))) {
                sink.accept(state);
            }
        } else if (sight instanceof Sight.Resume resume) {
            Watched one = watched.get(resume.context());
            if ((state[words] & one.bit()) == 0 && (!one.isAsleep(state) || one.isAt(state, Label.BORN))) {
                sink.accept(state);
            }
        } else if (sight instanceof Sight.Creation creation) {
            Watched thread = watched.get(creation.thread());
            moves(state, after -> {
                if (!machine.faults().isFaulty(after) && thread.leaves(state, after, Label.NONE)
                        && isHidden(state, after, EnumSet.of(Shown.CREATIONS))) {
                    sink.accept(with(after, state[words]));
                }
            });
        } else {
            Move move = move(sight);
            happening(state, sighting, EnumSet.of(kind(sight)), after -> {
                if (move.is(state, after)) {
                    sink.accept(with(after, state[words]));
                }
            });
        }
    }

    private interface Move {
        boolean is(long[] before, long[] after);
    }

    private Move move(Sight sight) {
        if (sight instanceof Sight.StopBegins stop) {
            return (before, after) -> stop.by().stream().map(watched::get)
                    .anyMatch(c -> c.stops(before, after, stop.thread()::equals));
        } else if (sight instanceof Sight.StopReturns end) {
            return (before, after) -> end.by().stream().map(watched::get).anyMatch(c -> c.returnsFromStop(before, after,
                    thread -> watched.containsKey(thread) && c.number("result", thread, before) == end.result()));
        } else if (sight instanceof Sight.Death death) {
            return (before, after) -> watched.get(death.thread()).dies(before, after);
        } else if (sight instanceof Sight.Release release) {
            return (before, after) -> watched.get(release.thread()).leaves(before, after, Label.DEAD);
        } else if (sight instanceof Sight.Unload unload) {
            return (before, after) -> watched.get(unload.loader()).leaves(before, after, Label.SYNC);
        } else if (sight instanceof Sight.Begin begin) {
            return (before, after) -> watched.get(begin.callback()).leaves(before, after, Label.IDLE);
        } else if (sight instanceof Sight.End end) {
            Watched callback = watched.get(end.callback());
            return (before, after) -> callback.moves(before, after) && callback.isAt(after, Label.IDLE);
        }
        throw new IllegalStateException("internal error: " + sight + " is seen in no move");
    }

    private static Shown kind(Sight sight) {
        if (sight instanceof Sight.StopBegins || sight instanceof Sight.StopReturns) {
            return Shown.STOPS;
        } else if (sight instanceof Sight.Death) {
            return Shown.SWITCHES;
        } else if (sight instanceof Sight.Release) {
            return Shown.RELEASES;
        }
        return sight instanceof Sight.Unload ? Shown.UNLOADS : Shown.CALLBACKS;
    }

    private void wake(long[] state, Sighting sighting, Sight.Wake wake, Consumer<long[]> sink) {
        Watched thread = watched.get(wake.thread());
        long bits = state[words];
        happening(state, sighting, EnumSet.of(Shown.WAKES), after -> {
            if (thread.wakes(state, after) && isBy(wake, state, after)) {
                long others = 0;
                for (Watched one : observed) {
                    others |= one != thread && one.wakes(state, after) ? one.bit() : 0;
                }
                sink.accept(with(after, bits | others << HALF));
            }
        });
        if ((bits >>> HALF & thread.bit()) != 0) {
            sink.accept(with(state, bits & ~(thread.bit() << HALF)));
        }
        if ((bits & thread.bit()) != 0) {
            wakeInCall(state, sighting, wake, sink);
        }
    }

    private void wakeInCall(long[] state, Sighting sighting, Sight.Wake wake, Consumer<long[]> sink) {
        Watched thread = watched.get(wake.thread());
        long bits = state[words] & ~thread.bit();
        List<Watched> by = wake.by().stream().flatMap(Set::stream).map(watched::get).toList();
        boolean needsMove = !by.isEmpty() && (thread.isWokenByItsOwn() || thread.waitsForThread(state));
        if (needsMove) {
            happening(state, sighting, EnumSet.noneOf(Shown.class), after -> {
                if (by.stream().anyMatch(c -> c.takesWakingStep(state, after))
                        && !thread.isEarly(after)) {
                    sink.accept(with(after, bits));
                }
            });
        }
        if ((!needsMove || by.stream().anyMatch(c -> c.isAt(state, Label.BORN))) && !thread.isEarly(state)) {
            sink.accept(with(state, bits));
        }
    }

    private boolean isBy(Sight.Wake wake, long[] before, long[] after) {
        if (wake.by().isEmpty()) {
            return true;
        }
        Set<String> by = wake.by().get();
        return (by.isEmpty() ? visibility.observed() : by).stream().map(watched::get).anyMatch(c -> c.moves(before, after))
                != by.isEmpty();
    }

    private void sleep(long[] state, Sighting sighting, Sight.Sleep sleep, Consumer<long[]> sink) {
        Watched one = watched.get(sleep.context());
        long bits = state[words];
        happening(state, sighting, EnumSet.of(Shown.SWITCHES), after -> {
            boolean falls = one.fallsAsleep(state, after) && sleep.states().stream().anyMatch(s -> one.isIn(after, s));
            if (one.moves(state, after) && (falls || isRefused(one, state, after, sleep))) {
                sink.accept(with(after, bits));
            }
        });
        if (one.isAt(state, Label.BORN) && one.isAsleep(state)) {
            if (sleep.states().contains(TaskState.UNINTERRUPTIBLE)) {
                sink.accept(state);
            }
        } else if (one.mayBlock(state, sleep.states()) && (bits & one.bit()) == 0) {
            sink.accept(with(state, bits | one.bit()));
        }
    }

    private boolean isRefused(Watched one, long[] before, long[] after, Sight.Sleep sleep) {
        return visibility.refused() == RefusedSleep.SHOWS && sleep.states().contains(TaskState.INTERRUPTIBLE)
                && one.isRefusedSleep(before, after);
    }

    /** Any of those that may block are blocked. */
    private void loss(long[] state, Consumer<long[]> sink) {
        List<Long> choices = new ArrayList<>(List.of(0L));
        for (Watched one : observed) {
            if (one.mayBlock(state, Set.of(TaskState.values()))) {
                choices.addAll(choices.stream().map(bits -> bits | one.bit()).toList());
            }
        }
        choices.forEach(bits -> sink.accept(with(state, bits)));
    }

    /** The moves that can happen, where those kinds may change. */
    private void happening(long[] state, Sighting sighting, Set<Shown> seen, Consumer<long[]> sink) {
        moves(state, after -> {
            if (!machine.faults().isFaulty(after) && isByRunning(state, after, sighting) && isHidden(state, after, seen)) {
                sink.accept(after);
            }
        });
    }

    private void moves(long[] state, Consumer<long[]> sink) {
        long[] before = Arrays.copyOf(state, words);
        machine.moves(before, new long[words], (label, after) -> {
            leftBounds |= machine.faults().is(after, machine.faults().bound());
            sink.accept(after);
        });
    }

    private boolean isByRunning(long[] before, long[] after, Sighting sighting) {
        for (Watched one : observed) {
            boolean goesOn = sighting.running().contains(one.context()) && (before[words] & one.bit()) == 0;
            if (!goesOn && one.moves(before, after) && !one.isAt(before, Label.NONE) && !one.isAt(before, Label.DEAD)) {
                return false;
            }
        }
        return true;
    }

    private boolean isHidden(long[] before, long[] after, Set<Shown> seen) {
        for (Shown kind : visibility.recorded()) {
            if (!seen.contains(kind) && shows(kind, before, after)) {
                return false;
            }
        }
        return true;
    }

    private boolean shows(Shown kind, long[] before, long[] after) {
        return switch (kind) {
            case WAKES -> observed.stream().anyMatch(c -> c.wakes(before, after));
            case SWITCHES -> observed.stream().anyMatch(c -> c.fallsAsleep(before, after) || c.dies(before, after));
            case CREATIONS -> observed.stream().anyMatch(c -> c.leaves(before, after, Label.NONE));
            case STOPS -> watched.values().stream().anyMatch(c -> c.stops(before, after, thread -> true)
                    || c.returnsFromStop(before, after, thread -> true));
            case RELEASES -> observed.stream().anyMatch(c -> c.leaves(before, after, Label.DEAD));
            case UNLOADS -> watched.get(machine.lowered().protocol().loader().name()).leaves(before, after, Label.SYNC);
            case CALLBACKS -> visibility.callbacks().stream().map(watched::get)
                    .anyMatch(c -> c.moves(before, after) && (c.isAt(before, Label.IDLE) || c.isAt(after, Label.IDLE)));
        };
    }

    private long[] with(long[] values, long bits) {
        long[] state = Arrays.copyOf(values, words + 1);
        state[words] = bits;
        return state;
    }
}
