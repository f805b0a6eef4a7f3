package org.quiesce.spec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.step.Label;
import org.quiesce.protocol.step.LoweredProgram;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Sight;
import org.quiesce.protocol.step.Sighting;
import org.quiesce.protocol.step.TaskOperand;
import org.quiesce.protocol.step.Visibility;
import org.quiesce.protocol.step.Visibility.Call;
import org.quiesce.protocol.step.Visibility.RefusedSleep;
import org.quiesce.protocol.step.Visibility.Shown;
import org.quiesce.protocol.step.Vocabulary;
import org.quiesce.tla.Expr;
import org.quiesce.tla.SafetyConfig;
import org.quiesce.tla.Tla;

/**
 * A log of a real kernel as a TLA+ module over the specification, as {@link Sight} and {@link Visibility} say. Its behaviours
 * are those of the specification that show the log up to some place; TLC finds out how far that can go.
 *
 * <p>No name of a specification has an underscore behind a capital: they keep what is defined here apart.
 */
public final class LogSpec {

    private static final String QUIET = "UNCHANGED <<Log_Blocked, Log_Owed>>";
    private static final String STAYS = "UNCHANGED vars";

    private final EmittedSpec spec;
    private final LoweredProtocol lowered;
    private final Visibility visibility;
    private final Set<String> sleepers;
    private final Map<Sighting, Integer> numbers = new LinkedHashMap<>();
    private final StringBuilder text = new StringBuilder();

    private LogSpec(EmittedSpec spec, Visibility visibility, List<Sighting> log) {
        this.spec = spec;
        this.lowered = spec.lowered();
        this.visibility = visibility;
        this.sleepers = Set.copyOf(Vocabulary.sleepers(lowered));
        log.forEach(sighting -> numbers.computeIfAbsent(sighting, s -> numbers.size() + 1));
        module(log);
    }

    /** The module of a log. */
    public static LogSpec of(EmittedSpec spec, Visibility visibility, List<Sighting> log) {
        return new LogSpec(spec, visibility, log);
    }

    /** Its name. */
    public String moduleName() {
        return spec.moduleName() + "Log";
    }

    /** The name of the specification that it extends. */
    public String extended() {
        return spec.moduleName();
    }

    /** The text of that. */
    public String extendedText() {
        return spec.text();
    }

    /** Its text. */
    public String text() {
        return text.toString();
    }

    /** A configuration that is violated if as many sightings can be explained. */
    public String reaching(int sightings, Profile profile) {
        return config(sightings, Set.of(), profile, "Log_NotReached");
    }

    /** A configuration that is violated if one more can be explained, or a run can end there with a fault that is none of these. */
    public String goingOn(int sightings, Set<String> faults, Profile profile) {
        return config(sightings, faults, profile, "Log_EndsThere");
    }

    /** A configuration that is violated if as many can be explained, and a run can end there with that fault. */
    public String ending(int sightings, String fault, Profile profile) {
        return config(sightings, Set.of(fault), profile, "Log_EndsOtherwise");
    }

    private String config(int sightings, Set<String> faults, Profile profile, String invariant) {
        SafetyConfig.Builder config = SafetyConfig.initNext("Log_Init", "Log_Next")
                .constant("Log_Goal", Tla.num(sightings))
                .constant("Log_Faults", Tla.set(faults.stream().sorted().map(Tla::str).toArray(Expr[]::new)))
                .invariant(invariant);
        return spec.values(config, profile).ignoringDeadlock().build().toString();
    }

    private void module(List<Sighting> log) {
        line("---- MODULE " + moduleName() + " ----");
        line("EXTENDS " + spec.moduleName() + ", Sequences\n\nCONSTANTS\n  Log_Goal,       \\* how many sightings are asked about\n"
                + "  Log_Faults      \\* faults with which runs end there\n");
        line("VARIABLES\n  Log_At,         \\* how many sightings are explained");
        line("  Log_Blocked,    \\* observed contexts that are asleep in the middle of a call");
        line("  Log_Owed        \\* those that were woken, which has not shown yet\n");
        line("Log_Observed == " + names(visibility.observed()) + "\n");
        line("\\* The numbers of the sightings, one by one.");
        line("Log_Sightings == <<" + log.stream().map(numbers::get).map(String::valueOf).collect(Collectors.joining(", ")) + ">>\n");
        line("Log_Now == Log_Sightings[Log_At + 1]\n");
        line("Log_Running == <<" + numbers.keySet().stream().map(s -> names(s.running())).collect(Collectors.joining(", ")) + ">>\n");
        changes();
        line("Log_ByRunning ==\n  \\A c \\in Log_Observed :\n"
                + "    \\/ c \\in Log_Running[Log_Now] /\\ c \\notin Log_Blocked\n"
                + "    \\/ pc'[c] = pc[c]\n    \\/ pc[c] \\in {\"none\", \"dead\"}\n");
        numbers.forEach((sighting, number) -> line("Log_Sight" + number + " ==\n  " + seen(sighting.sight()) + "\n"));
        next();
        line("Log_NotReached == Log_At < Log_Goal\n");
        line("Log_EndsThere == Log_At <= Log_Goal /\\ (Log_At = Log_Goal => fault \\in Log_Faults \\cup {\"none\"})\n");
        line("Log_EndsOtherwise == Log_At = Log_Goal => fault \\notin Log_Faults");
        line("====");
    }

    private void next() {
        List<String> losses = numbers.entrySet().stream().filter(e -> e.getKey().sight() instanceof Sight.Loss)
                .map(e -> e.getValue().toString()).toList();
        line("Log_Losses == {" + String.join(", ", losses) + "}\n");
        line("Log_Quietly ==\n  /\\ Next /\\ fault' = \"none\" /\\ UNCHANGED Log_At\n"
                + "  /\\ IF Log_Now \\in Log_Losses\n     THEN Log_Blocked' = {} /\\ Log_Owed' = {}\n"
                + "     ELSE Log_ByRunning /\\ " + hidden(null) + " /\\ " + QUIET + "\n");
        line("Log_See ==\n  /\\ Log_At' = Log_At + 1");
        line(numbers.values().stream().map(n -> (n == 1 ? "  /\\ \\/ " : "     \\/ ") + "Log_Now = " + n + " /\\ Log_Sight" + n)
                .collect(Collectors.joining("\n")) + "\n");
        line("Log_Init == Init /\\ Log_At = 0 /\\ Log_Blocked = {} /\\ Log_Owed = {}\n");
        line("\\* Who runs may end the run with a fault, after which nothing is known.");
        line("Log_Fault ==\n  /\\ Next /\\ fault' # \"none\" /\\ Log_ByRunning /\\ " + hidden(null) + "\n  /\\ UNCHANGED Log_At /\\ " + QUIET + "\n");
        line("Log_Next ==\n  /\\ Log_At < Len(Log_Sightings) /\\ fault = \"none\"\n  /\\ Log_Quietly \\/ Log_See \\/ Log_Fault\n");
    }

    // ---- changes

    private void changes() {
        line("Log_Wakes(c) ==\n  state[c] \\notin {\"RUNNING\", \"NEW\", \"DEAD\"} /\\ state'[c] = \"RUNNING\" /\\ pc'[c] = pc[c]\n");
        line("Log_FallsAsleep(c) == ~asleep[c] /\\ asleep'[c] /\\ pc[c] # \"none\"\n");
        line("Log_Leaves(c, label) == pc[c] = label /\\ pc'[c] # label\n");
        line("Log_Moves(c) == pc'[c] # pc[c]\n");
        List<String> observed = List.copyOf(visibility.observed());
        List<String> asleep = observed.stream().filter(sleepers::contains).toList();
        shown(Shown.WAKES, asleep.stream().map(c -> "Log_Wakes(" + c + ")"));
        shown(Shown.SWITCHES, Stream.concat(asleep.stream().map(c -> "Log_FallsAsleep(" + c + ")"),
                observed.stream().map(c -> "(pc[" + c + "] # \"dead\" /\\ pc'[" + c + "] = \"dead\")")));
        shown(Shown.CREATIONS, observed.stream().map(c -> leaves(c, Label.NONE)));
        shown(Shown.STOPS, lowered.contexts().stream().flatMap(c -> Stream.concat(
                Visibility.stops(lowered.programOf(c)).stream(), Visibility.stopReturns(lowered.programOf(c)).stream())
                .map(call -> leaves(c, call.label()))));
        shown(Shown.RELEASES, observed.stream().map(c -> leaves(c, Label.DEAD)));
        shown(Shown.UNLOADS, Stream.of(leaves(lowered.protocol().loader().name(), Label.SYNC)));
        shown(Shown.CALLBACKS, visibility.callbacks().stream()
                .map(c -> "(Log_Moves(" + c + ") /\\ \"idle\" \\in {pc[" + c + "], pc'[" + c + "]})"));
    }

    private void shown(Shown kind, Stream<String> changes) {
        line("Log_" + kind + " ==\n  " + or(changes.toList()).replace(" \\/ ", "\n  \\/ ") + "\n");
    }

    /** What is recorded does not change, but for the kind that is seen. */
    private String hidden(Shown seen) {
        List<String> kinds = visibility.recorded().stream().filter(kind -> kind != seen).map(kind -> "~Log_" + kind).toList();
        return kinds.isEmpty() ? "TRUE" : String.join(" /\\ ", kinds);
    }

    private static String leaves(String context, String label) {
        return "Log_Leaves(" + context + ", " + string(label) + ")";
    }

    // ---- sights

    private String seen(Sight sight) {
        if (sight instanceof Sight.Nothing) {
            return STAYS + " /\\ " + QUIET;
        } else if (sight instanceof Sight.Loss) {
            return STAYS + "\n  /\\ Log_Owed' = {}\n  /\\ Log_Blocked' \\in SUBSET {c \\in Log_Observed : "
                    + or(visibility.observed().stream().map(c -> "(c = " + c + " /\\ " + mayBlock(c, List.of(TaskState.values())) + ")").toList()) + "}";
        } else if (sight instanceof Sight.Place place) {
            return STAYS + " /\\ " + QUIET + " /\\ pc[" + place.context() + "] \\in " + strings(place.labels());
        } else if (sight instanceof Sight.Resume resume) {
            return STAYS + " /\\ " + QUIET + " /\\ " + resume.context() + " \\notin Log_Blocked"
                    + (sleepers.contains(resume.context())
                            ? " /\\ (asleep[" + resume.context() + "] => pc[" + resume.context() + "] = \"born\")"
                            : "");
        } else if (sight instanceof Sight.Creation creation) {
            return "Next /\\ fault' = \"none\" /\\ " + hidden(Shown.CREATIONS) + " /\\ " + leaves(creation.thread(), Label.NONE)
                    + " /\\ " + QUIET;
        } else if (sight instanceof Sight.Wake wake) {
            return wake(wake);
        } else if (sight instanceof Sight.Sleep sleep) {
            return sleep(sleep);
        } else if (sight instanceof Sight.StopBegins stop) {
            return move(Shown.STOPS, or(stop.by().stream().flatMap(c -> Visibility.stops(lowered.programOf(c)).stream()
                    .map(call -> "(" + leaves(c, call.label()) + " /\\ " + subject(c, call) + " = " + stop.thread() + ")")).toList()));
        } else if (sight instanceof Sight.StopReturns end) {
            return move(Shown.STOPS, or(end.by().stream().flatMap(c -> Visibility.stopReturns(lowered.programOf(c)).stream()
                    .map(call -> "(" + leaves(c, call.label()) + " /\\ " + subject(c, call) + " \\in " + names(lowered.kthreads())
                            + " /\\ result[" + subject(c, call) + "] = " + end.result() + ")")).toList()));
        } else if (sight instanceof Sight.Death death) {
            return move(Shown.SWITCHES, "pc[" + death.thread() + "] # \"dead\" /\\ pc'[" + death.thread() + "] = \"dead\"");
        } else if (sight instanceof Sight.Release release) {
            return move(Shown.RELEASES, leaves(release.thread(), Label.DEAD));
        } else if (sight instanceof Sight.Unload unload) {
            return move(Shown.UNLOADS, leaves(unload.loader(), Label.SYNC));
        } else if (sight instanceof Sight.Begin begin) {
            return move(Shown.CALLBACKS, leaves(begin.callback(), Label.IDLE));
        }
        String callback = ((Sight.End) sight).callback();
        return move(Shown.CALLBACKS, "Log_Moves(" + callback + ") /\\ pc'[" + callback + "] = \"idle\"");
    }

    private String move(Shown kind, String what) {
        return happens(kind) + " /\\ (" + what + ") /\\ " + QUIET;
    }

    private String happens(Shown kind) {
        return "Next /\\ fault' = \"none\" /\\ Log_ByRunning /\\ " + hidden(kind);
    }

    private String wake(Sight.Wake wake) {
        String thread = wake.thread();
        List<String> ways = new ArrayList<>();
        if (sleepers.contains(thread)) {
            List<String> others = visibility.observed().stream().filter(sleepers::contains).filter(c -> !c.equals(thread)).toList();
            ways.add(happens(Shown.WAKES) + "\n     /\\ Log_Wakes(" + thread + ")" + by(wake)
                    + "\n     /\\ Log_Owed' = Log_Owed \\cup {c \\in "
                    + names(others) + " : Log_Wakes(c)}\n     /\\ UNCHANGED Log_Blocked");
        }
        ways.add(thread + " \\in Log_Owed /\\ " + STAYS + " /\\ Log_Owed' = Log_Owed \\ {" + thread + "} /\\ UNCHANGED Log_Blocked");
        ways.addAll(inCall(wake));
        return "\\/ " + String.join("\n  \\/ ", ways);
    }

    private String by(Sight.Wake wake) {
        if (wake.by().isEmpty()) {
            return "";
        }
        Collection<String> by = wake.by().get();
        return by.isEmpty()
                ? " /\\ (\\A c \\in Log_Observed : ~Log_Moves(c))"
                : " /\\ (\\E c \\in " + names(by) + " : Log_Moves(c))";
    }

    /** The ways to be woken in the middle of a call. */
    private List<String> inCall(Sight.Wake wake) {
        String thread = wake.thread();
        LoweredProgram program = lowered.programOf(thread);
        String woken = thread + " \\in Log_Blocked /\\ Log_Blocked' = Log_Blocked \\ {" + thread + "} /\\ UNCHANGED Log_Owed";
        List<String> by = wake.by().stream().flatMap(Collection::stream).toList();
        String waits = "pc[" + thread + "] \\in " + strings(Stream.concat(
                Visibility.stopWaits(program).stream(), Visibility.parkWaits(program).stream()).map(Call::label).toList());
        if (by.isEmpty()) {
            return List.of(woken + " /\\ " + STAYS + notEarly(thread, ""));
        }
        String needsMove = program.isKthread() && !visibility.busy().contains(thread) ? "TRUE" : waits;
        String wakes = or(by.stream().flatMap(c -> Visibility.wakers(lowered.programOf(c)).stream().map(label -> leaves(c, label)))
                .toList());
        String born = or(by.stream().map(c -> "pc[" + c + "] = \"born\"").toList());
        return List.of(
                woken + " /\\ " + needsMove + "\n     /\\ " + happens(null) + "\n     /\\ (" + wakes + ")"
                        + notEarly(thread, "'"),
                woken + " /\\ (~(" + needsMove + ") \\/ " + born + ") /\\ " + STAYS + notEarly(thread, ""));
    }

    /**
     * The completion that it waits for, where it is one of the thread's own, is there.
     *
     * @param prime the one that says after the move, or nothing
     */
    private String notEarly(String context, String prime) {
        return Stream.concat(
                        Visibility.stopWaits(lowered.programOf(context)).stream().map(call -> count("exited", context, call)),
                        Visibility.parkWaits(lowered.programOf(context)).stream().map(call -> count("parked", context, call)))
                .map(claim -> "\n     /\\ (" + claim + ")" + prime)
                .collect(Collectors.joining());
    }

    private String count(String variable, String context, Call call) {
        return "pc[" + context + "] = " + string(call.label()) + " => " + variable + "[" + subject(context, call) + "] > 0";
    }

    private String sleep(Sight.Sleep sleep) {
        String context = sleep.context();
        List<String> ways = new ArrayList<>();
        if (sleepers.contains(context)) {
            String falls = "Log_FallsAsleep(" + context + ") /\\ state'[" + context + "] \\in "
                    + strings(sleep.states().stream().map(TaskState::name).toList());
            ways.add(happens(Shown.SWITCHES) + "\n     /\\ Log_Moves(" + context + ")\n     /\\ " + falls + "\n     /\\ " + QUIET);
            if (visibility.refused() == RefusedSleep.SHOWS && sleep.states().contains(TaskState.INTERRUPTIBLE)) {
                ways.add(happens(Shown.SWITCHES) + "\n     /\\ Log_Moves(" + context + ")\n     /\\ pc[" + context + "] \\in "
                        + strings(Visibility.schedules(lowered.programOf(context))) + "\n     /\\ state[" + context
                        + "] = \"INTERRUPTIBLE\" /\\ state'[" + context + "] = \"RUNNING\"\n     /\\ " + QUIET);
            }
            if (sleep.states().contains(TaskState.UNINTERRUPTIBLE)) {
                ways.add("pc[" + context + "] = \"born\" /\\ asleep[" + context + "] /\\ " + STAYS + " /\\ " + QUIET);
            }
        }
        ways.add(context + " \\notin Log_Blocked /\\ " + mayBlock(context, sleep.states()) + " /\\ " + STAYS + " /\\ Log_Blocked' = Log_Blocked \\cup {"
                + context + "} /\\ UNCHANGED Log_Owed");
        return "\\/ " + String.join("\n  \\/ ", ways);
    }

    /** @param states in one of which it sleeps then */
    private String mayBlock(String context, Collection<TaskState> states) {
        List<String> labels = visibility.blocking(lowered.programOf(context)).entrySet().stream()
                .filter(e -> e.getValue().stream().anyMatch(states::contains)).map(Map.Entry::getKey).toList();
        return (sleepers.contains(context) ? "~asleep[" + context + "] /\\ " : "") + "pc[" + context + "] \\in " + strings(labels);
    }

    // ---- values

    private static String subject(String context, Call call) {
        if (call.task() instanceof TaskOperand.Direct direct) {
            return direct.pointer();
        }
        return call.task() instanceof TaskOperand.Self ? context : "arg[" + context + "]";
    }

    private static String or(List<String> parts) {
        return parts.isEmpty() ? "FALSE" : String.join(" \\/ ", parts);
    }

    private static String names(Collection<String> contexts) {
        return "{" + String.join(", ", contexts) + "}";
    }

    private static String strings(Collection<String> words) {
        return "{" + words.stream().map(LogSpec::string).collect(Collectors.joining(", ")) + "}";
    }

    private static String string(String word) {
        return "\"" + word + "\"";
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
