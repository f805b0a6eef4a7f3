package org.quiesce.workbench;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quiesce.kernel.Axis;
import org.quiesce.kernel.Profile;
import org.quiesce.kernellog.Happening;
import org.quiesce.kernellog.Happening.Runner;
import org.quiesce.kernellog.KernelLog;
import org.quiesce.kernellog.KernelTask;
import org.quiesce.kernellog.LogEntry;
import org.quiesce.kernellog.LogEntry.Event;
import org.quiesce.kernellog.LogEntry.Gap;
import org.quiesce.kernellog.LogEntry.Within;
import org.quiesce.kernellog.LogOrder;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Program.CallbackKind;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.step.Label;
import org.quiesce.protocol.step.LoweredProgram;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Sight;
import org.quiesce.protocol.step.Sighting;
import org.quiesce.protocol.step.Visibility;
import org.quiesce.protocol.step.Visibility.RefusedSleep;
import org.quiesce.protocol.step.Visibility.Shown;

/** Makes of the events of a log what they say of a run. */
final class LogSightings {

    /** Which event shows that a kind of change is recorded; who records the loading of modules records what is said of them. */
    private static final Map<String, Shown> KINDS = Map.of(
            "sched_waking", Shown.WAKES, "sched_switch", Shown.SWITCHES, "sched_process_fork", Shown.CREATIONS,
            "sched_kthread_stop", Shown.STOPS, "sched_kthread_stop_ret", Shown.STOPS, "sched_process_free", Shown.RELEASES,
            "module_load", Shown.UNLOADS);

    private static final Map<Runner, String> BEGINNINGS = Map.of(
            Runner.TIMER, "timer_expire_entry", Runner.WORKQUEUE, "workqueue_execute_start",
            Runner.KTHREAD_WORKER, "sched_kthread_work_execute_start");

    private final LoweredProtocol lowered;
    private final Profile profile;
    private final LogCast cast;
    private final LogOrder order;
    private final Visibility visibility;
    private final boolean knowsCpus;
    private final boolean showsEndOfInit;
    private final String loader;
    private final Map<Integer, String> playing = new HashMap<>();
    private final Map<Integer, Deque<Boolean>> stops = new HashMap<>();
    private final Map<String, String> inCallback = new HashMap<>();
    private final List<Sighting> sightings = new ArrayList<>();
    private final List<Integer> lines = new ArrayList<>();
    private final SortedSet<String> strangers = new TreeSet<>();
    private Optional<Wrong> wrong = Optional.empty();
    private boolean hasBegun;
    private boolean isWhole = true;

    /**
     * An event that no kernel shows there, or that is about a task that no context plays.
     *
     * @param why as a clause
     */
    record Wrong(int line, String why) {}

    /**
     * What a log says.
     *
     * @param lines     by sighting the line that says it
     * @param wrong     where it ends before the log does
     * @param strangers functions of the module that are called back and are no callbacks of the protocol
     */
    record Result(Visibility visibility, List<Sighting> sightings, List<Integer> lines, Optional<Wrong> wrong,
            SortedSet<String> strangers) {
        Result {
            strangers = Collections.unmodifiableSortedSet(new TreeSet<>(strangers));
            sightings = List.copyOf(sightings);
            lines = List.copyOf(lines);
        }

        /** The same, where threads may sleep in what is not modelled. */
        Result withBusy(Set<String> threads) {
            return new Result(visibility.withBusy(threads), sightings, lines, wrong, strangers);
        }
    }

    private LogSightings(KernelLog log, LoweredProtocol lowered, Profile profile, LogCast cast, Set<String> recorded) {
        this.lowered = lowered;
        this.profile = profile;
        this.cast = cast;
        this.order = new LogOrder(log);
        this.loader = lowered.protocol().loader().name();
        Set<String> names = log.namesBeside(recorded);
        this.knowsCpus = names.contains("sched_switch");
        this.showsEndOfInit = names.contains("module_put") || names.contains("sched_process_exit");
        EnumSet<Shown> kinds = EnumSet.noneOf(Shown.class);
        KINDS.forEach((name, kind) -> {
            if (names.contains(name)) {
                kinds.add(kind);
            }
        });
        SortedSet<String> observed = new TreeSet<>(lowered.kthreads());
        observed.add(loader);
        // Of a module that is gone when the log is printed, functions have no names any more.
        Set<Runner> nameless = log.events().filter(e -> e.line() > cast.loaded().line())
                .flatMap(e -> e.what() instanceof Happening.Begins begins && begins.function().isGone()
                        ? Stream.of(begins.runner())
                        : Stream.empty())
                .collect(Collectors.toSet());
        SortedSet<String> callbacks = lowered.programs().stream()
                .filter(p -> p.program() instanceof Program.Callback callback && runner(callback.kind())
                        .filter(runner -> names.contains(BEGINNINGS.get(runner)) && !nameless.contains(runner)).isPresent())
                .flatMap(p -> p.contexts().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        if (!callbacks.isEmpty()) {
            kinds.add(Shown.CALLBACKS);
        }
        this.visibility = new Visibility(observed, kinds, callbacks,
                profile.has(Axis.REFUSED_SLEEP_SHOWS) ? RefusedSleep.SHOWS : RefusedSleep.DOES_NOT_SHOW,
                new TreeSet<>());
    }

    /** What a log says of a protocol, on a kernel. */
    static Result of(KernelLog log, LoweredProtocol lowered, Profile profile, LogCast cast, Set<String> recorded) {
        LogSightings made = new LogSightings(log, lowered, profile, cast, recorded);
        for (LogEntry entry : cast.life()) {
            if (made.wrong.isPresent()) {
                break;
            } else if (entry instanceof Gap gap) {
                made.lost(gap);
            } else if (entry instanceof Event event) {
                made.add(event);
            }
        }
        return new Result(made.visibility, made.sightings, made.lines, made.wrong, made.strangers);
    }

    private void lost(Gap gap) {
        order.lost(gap);
        isWhole = false;
        if (hasBegun) {
            cast.unforked().forEach(pid -> playing.putIfAbsent(pid, cast.threads().get(pid)));
            cast.unloader().ifPresent(pid -> playing.putIfAbsent(pid, loader));
            sightings.add(new Sighting(visibility.observed(), new Sight.Loss()));
            lines.add(gap.line());
        }
    }

    private void add(Event event) {
        Set<String> before = running();
        Optional<String> misplaced = order.add(event);
        if (event.line() == cast.loaded().line()) {
            hasBegun = true;
            playing.put(event.task().pid(), loader);
            if (!showsEndOfInit) {
                cast.unloader().ifPresent(pid -> playing.put(pid, loader));
            }
            return;
        } else if (!hasBegun) {
            return;
        } else if (misplaced.isPresent()) {
            wrong = misplaced.map(why -> new Wrong(event.line(), why));
            return;
        }
        List<Sight> sights = new ArrayList<>(sight(event).stream().toList());
        if (event.what() instanceof Happening.Switch change) {
            context(change.next()).map(Sight.Resume::new).ifPresent(sights::add);
        }
        changeCast(event);
        if (sights.isEmpty() && !before.isEmpty() && !before.equals(running())) {
            sights.add(new Sight.Nothing());
        }
        if (wrong.isEmpty()) {
            sights.forEach(sight -> {
                sightings.add(new Sighting(before, sight));
                lines.add(event.line());
            });
        }
    }

    /** The contexts that may be on a CPU. */
    private Set<String> running() {
        if (!knowsCpus || !order.isKnown()) {
            return visibility.observed();
        }
        Set<String> running = order.running().stream().map(playing::get).filter(c -> c != null).collect(Collectors.toSet());
        if (isUnloaderUnknown()) {
            running.add(loader);
        }
        return running;
    }

    /** Whether the module may be unloaded by any task of which nothing is known. */
    private boolean isUnloaderUnknown() {
        return hasBegun && cast.unloader().isEmpty() && !playing.containsValue(loader);
    }

    private void changeCast(Event event) {
        Happening what = event.what();
        if (what instanceof Happening.Fork fork) {
            // Until its number is used again it is known who a task was: somebody may hold a reference on it.
            if (!loader.equals(playing.get(fork.child().pid()))) {
                playing.remove(fork.child().pid());
            }
            Optional.ofNullable(cast.threads().get(fork.child().pid())).ifPresent(c -> playing.put(fork.child().pid(), c));
        } else if (isEndOfInit(event) || what instanceof Happening.Exit && loader.equals(playing.get(event.task().pid()))) {
            playing.remove(event.task().pid());
            cast.unloader().ifPresent(pid -> playing.put(pid, loader));
        }
        if (!showsForks()) {
            cast.threads().forEach(playing::putIfAbsent);
        }
    }

    private boolean showsForks() {
        return visibility.recorded().contains(Shown.CREATIONS);
    }

    private boolean isEndOfInit(Event event) {
        return event.what() instanceof Happening.ModulePut put && put.module().equals(cast.module())
                && put.caller().equals("do_init_module");
    }

    // ---- what an event says

    private Optional<Sight> sight(Event event) {
        Happening what = event.what();
        String task = playing.get(event.task().pid());
        if (what instanceof Happening.Waking waking) {
            return context(waking.target()).map(thread -> new Sight.Wake(thread, by(event)));
        } else if (what instanceof Happening.Switch change) {
            return task == null ? Optional.empty() : left(task, change);
        } else if (what instanceof Happening.Fork fork) {
            return Optional.ofNullable(cast.threads().get(fork.child().pid())).map(Sight.Creation::new);
        } else if (what instanceof Happening.StopBegins stop) {
            return stopBegins(event, Optional.ofNullable(task), stop.target());
        } else if (what instanceof Happening.StopReturns end) {
            return stopReturns(event, Optional.ofNullable(task), end.result());
        } else if (what instanceof Happening.Exit) {
            return end(event, Optional.ofNullable(task));
        } else if (what instanceof Happening.Free free) {
            return context(free.task()).filter(c -> !c.equals(loader)).map(Sight.Release::new);
        } else if (what instanceof Happening.ModuleFree free && free.module().equals(cast.module())) {
            return Optional.of(new Sight.Unload(loader));
        } else if (isEndOfInit(event)) {
            return Optional.of(new Sight.Place(loader, new TreeSet<>(cast.initFails()
                    ? Set.of(Label.UNDO, Label.SYNC)
                    : Set.of(Label.LOADED, Label.LIVE))));
        }
        return callbackSight(event);
    }

    /** Threads end past their function, and who has unloaded the module when that is done. */
    private Optional<Sight> end(Event event, Optional<String> task) {
        boolean hasUnloaded = cast.unloader().filter(pid -> pid == event.task().pid()).isPresent();
        return task.filter(c -> !c.equals(loader) || hasUnloaded)
                .map(c -> new Sight.Place(c, c.equals(loader) ? new TreeSet<>(Set.of(Label.DONE)) : pastEnd(c)));
    }

    private Optional<String> context(KernelTask task) {
        return Optional.ofNullable(playing.get(task.pid()));
    }

    private Optional<SortedSet<String>> by(Event event) {
        if (event.within() == Within.UNKNOWN || isUnloaderUnknown() && isUnknown(event)) {
            return Optional.empty();
        }
        String task = event.within() == Within.TASK ? playing.get(event.task().pid()) : null;
        return Optional.of(new TreeSet<>(task == null ? Set.of() : Set.of(task)));
    }

    private boolean isUnknown(Event event) {
        return event.within() == Within.TASK && !playing.containsKey(event.task().pid());
    }

    private Optional<Sight> left(String context, Happening.Switch change) {
        if (change.isLast()) {
            return context.equals(loader) ? Optional.empty() : Optional.of(new Sight.Death(context));
        }
        return change.sleeps() ? Optional.of(new Sight.Sleep(context, new TreeSet<>(states(change.state())))) : Optional.empty();
    }

    private static Set<TaskState> states(String letters) {
        return switch (letters.charAt(0)) {
            case 'S' -> Set.of(TaskState.INTERRUPTIBLE);
            case 'D' -> Set.of(TaskState.UNINTERRUPTIBLE, TaskState.KILLABLE, TaskState.FROZEN);
            case 'I' -> Set.of(TaskState.IDLE);
            case 'P' -> Set.of(TaskState.PARKED);
            default -> Set.of();
        };
    }

    /** Where a thread is when it says that it ends. */
    private TreeSet<String> pastEnd(String context) {
        TreeSet<String> labels = new TreeSet<>();
        if (profile.has(Axis.EXIT_SHOWS_FIRST)) {
            labels.add(Label.EXIT);
        } else {
            labels.addAll(lowered.programOf(context).out());
            labels.removeAll(Set.of(Label.EXIT, Label.DEAD, Label.GONE));
        }
        return labels;
    }

    private Optional<Sight> stopBegins(Event event, Optional<String> task, KernelTask target) {
        Optional<String> thread = context(target);
        Deque<Boolean> own = stops.computeIfAbsent(event.task().pid(), pid -> new ArrayDeque<>());
        own.push(thread.isPresent() || task.isPresent());
        if (thread.isEmpty() && task.isPresent()) {
            wrong = Optional.of(new Wrong(event.line(), target + " is no thread of the model"));
        }
        return thread.map(t -> new Sight.StopBegins(stoppers(task), t));
    }

    private Optional<Sight> stopReturns(Event event, Optional<String> task, int result) {
        Deque<Boolean> own = stops.computeIfAbsent(event.task().pid(), pid -> new ArrayDeque<>());
        if (own.isEmpty() && task.isEmpty() && isWhole && event.task().pid() == cast.loaded().task().pid()) {
            wrong = Optional.of(new Wrong(event.line(), event.task() + " returns from a stop that it has not begun"));
        }
        boolean isOurs = own.isEmpty() ? task.isPresent() : own.pop();
        return isOurs ? Optional.of(new Sight.StopReturns(stoppers(task), result)) : Optional.empty();
    }

    /** Who may be the task that stops: if it is none that is known, those that stop threads and whose tasks are not. */
    private SortedSet<String> stoppers(Optional<String> task) {
        return new TreeSet<>(task.map(Set::of).orElseGet(this::otherStoppers));
    }

    private Set<String> otherStoppers() {
        return lowered.programs().stream().filter(p -> !Visibility.stops(p).isEmpty())
                .flatMap(p -> p.contexts().stream())
                .filter(c -> !visibility.observed().contains(c) || isUnloaderUnknown() && c.equals(loader))
                .collect(Collectors.toSet());
    }

    private Optional<Sight> callbackSight(Event event) {
        if (event.what() instanceof Happening.Begins begins) {
            Optional<String> named = callback(begins);
            if (named.isEmpty() && isStranger(begins)) {
                strangers.add(begins.function().name());
            }
            Optional<String> callback = named.filter(visibility.callbacks()::contains);
            callback.ifPresent(c -> inCallback.put(place(event, begins.runner()), c));
            return callback.map(Sight.Begin::new);
        } else if (event.what() instanceof Happening.Ends ends) {
            return Optional.ofNullable(inCallback.remove(place(event, ends.runner()))).map(Sight.End::new);
        }
        return Optional.empty();
    }

    /** Whether a function is the module's, or may be as its text is gone, and is no callback of the protocol. */
    private boolean isStranger(Happening.Begins begins) {
        return begins.function().isGone()
                ? lowered.programs().stream().noneMatch(p -> isRunBy(begins.runner(), p))
                : begins.function().module().filter(cast.module()::equals).isPresent();
    }

    /** Where what begins ends: timers on the CPU, work in the task. */
    private static String place(Event event, Runner runner) {
        return runner + " " + (runner == Runner.TIMER ? event.cpu() : event.task().pid());
    }

    private Optional<String> callback(Happening.Begins begins) {
        if (begins.function().module().filter(m -> !m.equals(cast.module())).isPresent()) {
            return Optional.empty();
        }
        return lowered.programs().stream()
                .filter(p -> isRunBy(begins.runner(), p) && p.program().name().equals(begins.function().name()))
                .map(LoweredProgram::contexts).map(contexts -> contexts.get(0))
                .findFirst();
    }

    private static boolean isRunBy(Runner runner, LoweredProgram program) {
        return program.program() instanceof Program.Callback callback
                && runner(callback.kind()).filter(runner::equals).isPresent();
    }

    private static Optional<Runner> runner(CallbackKind kind) {
        return switch (kind) {
            case TIMER -> Optional.of(Runner.TIMER);
            case WORK, BH_WORK -> Optional.of(Runner.WORKQUEUE);
            case KTHREAD_WORK -> Optional.of(Runner.KTHREAD_WORKER);
            default -> Optional.empty();
        };
    }
}
