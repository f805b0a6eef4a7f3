package org.quiesce.workbench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.quiesce.kernel.Axis;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Program.CallbackKind;
import org.quiesce.protocol.SleepMode;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Label;
import org.quiesce.protocol.step.LoweredProgram;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Run;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.protocol.step.Step;
import org.quiesce.protocol.step.TaskOperand;
import org.quiesce.protocol.step.WorkerMicro;
import org.quiesce.sim.RandomRun;
import org.quiesce.sim.Simulator;

/**
 * A run of a protocol as ftrace would have written it, on a machine that has a CPU for every context. What is left open, such as
 * whether somebody who waits is already asleep, is drawn. It knows nothing of how logs are followed: what is printed when is told
 * here once more, from what kernels print.
 */
final class RenderedRun {

    private static final int IDLE = 0;

    private final Simulator simulator;
    private final LoweredProtocol lowered;
    private final Profile profile;
    private final Random random;
    private final ThreadNames names;
    private final String loader;
    private final List<String> lines = new ArrayList<>();
    private final Set<String> onCpu = new HashSet<>();
    private final Set<String> blocked = new HashSet<>();
    private final Set<String> ended = new HashSet<>();
    private final Map<String, Integer> pids = new HashMap<>();
    private String loading = "insmod";
    private boolean isLoaded;
    private long microseconds = 1_000_000;

    private RenderedRun(Simulator simulator, ThreadNames names, long seed) {
        this.names = names;
        this.simulator = simulator;
        this.lowered = simulator.lowered();
        this.profile = simulator.profile();
        this.random = new Random(seed);
        this.loader = lowered.protocol().loader().name();
        lowered.contexts().forEach(c -> pids.put(c, 100 + pids.size()));
    }

    /** The log of a run that a seed draws, of so many moves at most, line by line. */
    static List<String> lines(Simulator simulator, long seed, int most) throws LogMismatchException {
        // What Random draws first is nearly the same for seeds that are.
        long mixed = new SplittableRandom(seed).nextLong();
        RenderedRun rendered = new RenderedRun(simulator, ThreadNames.of(simulator.lowered(), Map.of()), mixed);
        rendered.render(RandomRun.of(simulator, mixed, most).run());
        return List.copyOf(rendered.lines);
    }

    private void render(Run run) {
        enter(loader);
        inTask(loader, "module_load: it OE");
        Snapshot before = run.initial();
        for (Run.Move move : run.moves()) {
            if (!move.after().get("fault").map(Datum::toString).orElse("none").equals("none")) {
                return;
            }
            move(before, move);
            before = move.after();
        }
    }

    private void move(Snapshot before, Run.Move move) {
        String mover = move.context();
        Snapshot after = move.after();
        boolean isStep = !pc(before, mover).equals(pc(after, mover));
        Optional<Step> step = isStep ? lowered.programOf(mover).at(pc(before, mover)) : Optional.empty();
        if (isStep) {
            begin(worker(mover).orElse(mover));
            if (pc(before, mover).equals(Label.IDLE)) {
                callbackEvent(mover, "start");
            }
        }
        step.ifPresent(s -> stopBegins(before, mover, s));
        List<String> created = contexts().filter(c -> pc(before, c).equals(Label.NONE) && !pc(after, c).equals(Label.NONE)).toList();
        created.forEach(thread -> creation(mover, thread));
        wakeUps(before, move, isStep);
        if (isStep) {
            step.ifPresent(s -> stopReturns(before, mover, s));
            end(before, after, mover, step);
        }
        for (String context : lowered.contexts()) {
            if (isObserved(context) && onCpu.contains(context) && random.nextInt(3) == 0) {
                block(after, context);
            }
        }
    }

    /** A task takes a step: it is on a CPU then. */
    private void begin(String mover) {
        if (blocked.remove(mover)) {
            // Nobody whose step would wake it did: a timer or somebody else.
            event(IDLE, "<idle>", IDLE, "d.h3.", "sched_waking: " + named(mover));
        }
        if (mover.equals(loader) && ended.contains(loader) && loading.equals("insmod")) {
            loading = "rmmod";
            pids.put(loader, 99);
            ended.remove(loader);
        }
        if (isObserved(mover) && !ended.contains(mover)) {
            enter(mover);
        }
    }

    private void wakeUps(Snapshot before, Run.Move move, boolean isStep) {
        String mover = move.context();
        for (String context : lowered.contexts()) {
            if (!isObserved(context) || context.equals(mover) && isStep) {
                continue;
            }
            boolean stays = pc(before, context).equals(pc(move.after(), context));
            String old = state(before, context);
            boolean isWoken = stays && state(move.after(), context).equals("RUNNING") && !Set.of("RUNNING", "NEW", "DEAD", "").contains(old);
            boolean mayGoOn = stays && blocked.contains(context) && !isEnabled(before, context) && isEnabled(move.after(), context);
            if (isWoken || mayGoOn) {
                blocked.remove(context);
                by(isStep ? mover : "", "sched_waking: " + named(context));
            }
        }
    }

    /** What comes of a step of its own. */
    private void end(Snapshot before, Snapshot after, String mover, Optional<Step> step) {
        if (callback(mover).isPresent()) {
            if (pc(after, mover).equals(Label.IDLE)) {
                callbackEvent(mover, "end");
            }
            return;
        }
        String at = pc(after, mover);
        if (mover.equals(loader)) {
            endOfLoader(before, at);
        } else if (lowered.programOf(mover).isKthread()) {
            endOfThread(before, after, mover, at, step);
        }
    }

    private void endOfLoader(Snapshot before, String at) {
        if (!isLoaded && Set.of(Label.LIVE, Label.UNDO, Label.SYNC).contains(at)) {
            isLoaded = true;
            inTask(loader, "module_put: it call_site=do_init_module refcnt=1");
            if (at.equals(Label.UNDO) || at.equals(Label.SYNC)) {
                loading = "insmod, failing";
            }
        }
        if (pc(before, loader).equals(Label.SYNC)) {
            inTask(loader, "module_free: it");
        }
        if (at.equals(Label.DONE) || at.equals(Label.LIVE) && loading.equals("insmod")) {
            inTask(loader, "sched_process_exit: comm=" + name(loader) + " pid=" + pids.get(loader) + " prio=120");
            leave(loader, "Z");
            ended.add(loader);
        }
    }

    private void endOfThread(Snapshot before, Snapshot after, String thread, String at, Optional<Step> step) {
        boolean showsFirst = profile.has(Axis.EXIT_SHOWS_FIRST);
        String exits = "sched_process_exit: comm=" + name(thread) + " pid=" + pids.get(thread) + " prio=120";
        if (showsFirst && at.equals(Label.EXIT)) {
            inTask(thread, exits);
        } else if (at.equals(Label.DEAD)) {
            if (!showsFirst) {
                inTask(thread, exits);
            }
            leave(thread, "X");
            ended.add(thread);
        } else if (pc(before, thread).equals(Label.DEAD)) {
            event(IDLE, "<idle>", IDLE, "..s1.", "sched_process_free: comm=" + name(thread) + " pid=" + pids.get(thread) + " prio=120");
        } else if (isAsleep(after, thread) && !isAsleep(before, thread)) {
            leave(thread, letter(state(after, thread)));
        } else if (step.filter(s -> s.does(Micro.Schedule.class)).isPresent() && state(before, thread).equals("INTERRUPTIBLE")
                && state(after, thread).equals("RUNNING") && profile.has(Axis.REFUSED_SLEEP_SHOWS)) {
            leave(thread, "S");
            enter(thread);
        }
    }

    /** Who can't go on sleeps in the middle of the call, sooner or later. */
    private void block(Snapshot state, String context) {
        Optional<Step> step = lowered.programOf(context).at(pc(state, context));
        boolean sleepsItself = step.filter(s -> s.does(Micro.Schedule.class)).isPresent();
        if (step.isPresent() && !sleepsItself && !isAsleep(state, context) && !isEnabled(state, context)
                && step.get().micros().stream().anyMatch(Micro::maySleep)) {
            blocked.add(context);
            leave(context, letterOf(step.get()));
        }
    }

    private static String letterOf(Step step) {
        return step.micros().stream().map(m -> m instanceof Micro.AtOnce look ? look.call() : m).map(RenderedRun::mode)
                .flatMap(Optional::stream).map(mode -> letter(mode.state().name())).findFirst().orElse("D");
    }

    private static Optional<SleepMode> mode(Micro micro) {
        if (micro instanceof Micro.WaitDone wait) {
            return Optional.of(wait.mode());
        } else if (micro instanceof Micro.AcquireUnlessSignalled lock) {
            return Optional.of(lock.mode());
        } else if (micro instanceof Micro.DownUnlessSignalled down) {
            return Optional.of(down.mode());
        }
        return micro instanceof Micro.Delay delay ? Optional.of(delay.mode()) : Optional.empty();
    }

    private void creation(String creator, String thread) {
        boolean sleeps = hasTask(creator) && isObserved(creator) && random.nextBoolean();
        if (sleeps) {
            leave(creator, "D");
        }
        event(1, "kthreadd", 2, ".....", "sched_process_fork: comm=kthreadd pid=2 child_comm=" + name(thread) + " child_pid=" + pids.get(thread));
        event(1, "kthreadd", 2, "d..2.", "sched_wakeup_new: " + named(thread));
        if (sleeps || random.nextBoolean()) {
            enter(thread);
            if (sleeps) {
                inTask(thread, "sched_waking: " + named(creator));
            }
            leave(thread, "D");
        }
        if (sleeps) {
            enter(creator);
        }
    }

    private void stopBegins(Snapshot before, String mover, Step step) {
        for (Micro micro : step.micros()) {
            if (micro instanceof Micro.StopGet stop) {
                String thread = task(before, mover, stop.task());
                by(mover, "sched_kthread_stop: comm=" + name(thread) + " pid=" + pids.getOrDefault(thread, 9999));
            }
        }
    }

    private void stopReturns(Snapshot before, String mover, Step step) {
        for (Micro micro : step.micros()) {
            if (micro instanceof Micro.StopReturn stop) {
                by(mover, "sched_kthread_stop_ret: ret=" + before.get("result", task(before, mover, stop.task())).orElseThrow());
            }
        }
    }

    private static String task(Snapshot state, String context, TaskOperand task) {
        if (task instanceof TaskOperand.Self) {
            return context;
        }
        return (task instanceof TaskOperand.Direct direct ? state.get(direct.pointer()) : state.get("arg", context))
                .map(Datum::toString).orElseThrow();
    }

    // ---- what is known of contexts

    private Stream<String> contexts() {
        return lowered.contexts().stream();
    }

    private Optional<CallbackKind> callback(String context) {
        return lowered.programOf(context).program() instanceof Program.Callback callback ? Optional.of(callback.kind()) : Optional.empty();
    }

    private boolean isObserved(String context) {
        LoweredProgram program = lowered.programOf(context);
        return program.isKthread() || context.equals(loader);
    }

    /** Whether its steps are taken in a task of its own. */
    private boolean hasTask(String context) {
        return callback(context).map(kind -> kind == CallbackKind.WORK).orElse(true);
    }

    /** The kthread worker that runs a context, if one does. */
    private Optional<String> worker(String context) {
        return lowered.programOf(context).program() instanceof Program.Callback callback && callback.kind() == CallbackKind.KTHREAD_WORK
                ? lowered.programs().stream()
                        .filter(p -> p.steps().stream().flatMap(step -> step.micros().stream())
                                .anyMatch(m -> m.equals(new WorkerMicro.WorkerRun(callback.runner().orElseThrow()))))
                        .flatMap(p -> p.contexts().stream()).findFirst()
                : Optional.empty();
    }

    private boolean isEnabled(Snapshot state, String context) {
        return simulator.successors(state).stream()
                .anyMatch(m -> m.context().equals(context) && !pc(m.after(), context).equals(pc(state, context)));
    }

    private static String pc(Snapshot state, String context) {
        return state.get("pc", context).map(Datum::toString).orElse("");
    }

    private static String state(Snapshot state, String context) {
        return state.get("state", context).map(Datum::toString).orElse("");
    }

    private static boolean isAsleep(Snapshot state, String context) {
        return state.get("asleep", context).map(Datum::toString).orElse("false").equals("true");
    }

    // ---- lines

    private static String letter(String state) {
        return switch (state) {
            case "INTERRUPTIBLE" -> "S";
            case "IDLE" -> "I";
            case "PARKED" -> "P";
            default -> "D";
        };
    }

    private String name(String context) {
        return context.equals(loader) ? loading.split(",")[0] : threadName(context);
    }

    /** What its program is called: models call their threads so, as far as the text of the call does not say otherwise. */
    private String threadName(String context) {
        LoweredProgram program = lowered.programOf(context);
        return program.isKthread() ? names.of(program).replaceFirst("%.*", "1") : program.program().name();
    }

    private String named(String context) {
        return "comm=" + name(context) + " pid=" + pids.get(context) + " prio=120 target_cpu=000";
    }

    private int cpu(String context) {
        return 2 + lowered.contexts().indexOf(context);
    }

    private void enter(String context) {
        if (onCpu.add(context)) {
            event(cpu(context), "<idle>", IDLE, "d..2.", change("swapper", IDLE, "R", name(context), pids.get(context)));
        }
    }

    private void leave(String context, String state) {
        if (onCpu.remove(context)) {
            inTask(context, "d..2.", change(name(context), pids.get(context), state, "swapper", IDLE));
        }
    }

    private static String change(String previous, int pid, String state, String next, int nextPid) {
        return "sched_switch: prev_comm=" + previous + " prev_pid=" + pid + " prev_prio=120 prev_state=" + state
                + " ==> next_comm=" + next + " next_pid=" + nextPid + " next_prio=120";
    }

    private void callbackEvent(String context, String what) {
        String said = "execute_" + what + ": work struct 0000000000000001: function " + lowered.programOf(context).program().name() + " [it]";
        callback(context).map(kind -> kind == CallbackKind.WORK ? "workqueue_" : kind == CallbackKind.KTHREAD_WORK ? "sched_kthread_work_" : "")
                .filter(prefix -> !prefix.isEmpty()).ifPresent(prefix -> by(context, prefix + said));
    }

    /** Something that a context does, or somebody unknown, if it is none. */
    private void by(String context, String payload) {
        Optional<String> worker = context.isEmpty() ? Optional.empty() : worker(context);
        if (worker.isPresent()) {
            inTask(worker.get(), payload);
        } else if (context.isEmpty() || !hasTask(context)) {
            event(IDLE, "<idle>", IDLE, "d.s4.", payload);
        } else {
            inTask(context, payload);
        }
    }

    private void inTask(String context, String payload) {
        inTask(context, ".....", payload);
    }

    private void inTask(String context, String flags, String payload) {
        event(cpu(context), name(context), pids.get(context), flags, payload);
    }

    private void event(int cpu, String task, int pid, String flags, String payload) {
        microseconds += 1 + random.nextInt(5);
        lines.add(String.format(Locale.ROOT, "%16s-%-7s [%03d] %s %5d.%06d: %s", task, pid, cpu, flags, microseconds / 1_000_000,
                microseconds % 1_000_000, payload));
    }
}
