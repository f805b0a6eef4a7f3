package org.quiesce.protocol.step;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.quiesce.kernel.Axis;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolException;

/** Lowers a protocol to steps. */
public final class Lowering {

    private Lowering() {}

    /** The steps of a protocol in a build whose RCU does not wait for plain module code, as nearly all are. */
    public static LoweredProtocol lower(Protocol protocol, Granularity granularity) {
        return lower(protocol, granularity, Rcu.PREEMPTIBLE);
    }

    /** The steps of a protocol on that kernel. */
    public static LoweredProtocol lower(Protocol protocol, Granularity granularity, Profile profile) {
        return lower(protocol, granularity, profile.has(Axis.RCU_MASKS) ? Rcu.CLASSIC : Rcu.PREEMPTIBLE);
    }

    private static LoweredProtocol lower(Protocol protocol, Granularity granularity, Rcu rcu) {
        PointerWriters writers = PointerWriters.of(protocol);
        Map<Program, Code> codes = new LinkedHashMap<>();
        protocol.programs().forEach(program -> codes.put(
                program, new ProgramLowering(protocol, program, granularity, rcu, writers).lower()));
        UnheardStops unheard = UnheardStops.of(codes);
        List<LoweredProgram> programs = new ArrayList<>();
        for (Program program : protocol.programs()) {
            Code code = unheard.leftOutOf(codes.get(program));
            List<Step> steps = code.steps();
            if (granularity == Granularity.MERGED) {
                steps = merged(code.entry(), steps);
            }
            String start = program instanceof Program.Kthread ? Label.NONE : code.entry();
            programs.add(new LoweredProgram(program, program.contexts(), start, reachable(code.entry(), steps)));
        }
        checkNames(protocol, programs);
        return new LoweredProtocol(protocol, granularity, programs);
    }

    private static List<Step> merged(String entry, List<Step> steps) {
        List<Step> before = steps;
        List<Step> after = reachable(entry, LocalTests.threaded(entry, before));
        while (!after.equals(before)) {
            before = after;
            after = reachable(entry, LocalTests.threaded(entry, before));
        }
        return AlikeSteps.merged(entry, LocalTests.forgetting(entry, after));
    }

    /** Steps after an endless loop, and tests that were fused away, are nowhere on a way from the entry. */
    private static List<Step> reachable(String entry, List<Step> steps) {
        Map<String, Step> byLabel = new HashMap<>();
        steps.forEach(s -> byLabel.put(s.label(), s));
        Set<String> seen = new HashSet<>();
        List<String> open = new ArrayList<>(List.of(entry));
        while (!open.isEmpty()) {
            String label = open.remove(open.size() - 1);
            if (seen.add(label) && byLabel.containsKey(label)) {
                open.addAll(byLabel.get(label).exits().values());
            }
        }
        return steps.stream().filter(s -> seen.contains(s.label())).toList();
    }

    private static void checkNames(Protocol protocol, List<LoweredProgram> programs) {
        Set<String> actions = new HashSet<>();
        programs.stream().flatMap(p -> p.steps().stream()).forEach(step -> {
            if (!actions.add(step.action())) {
                throw new ProtocolException("protocol " + protocol.name() + ": two steps would be called "
                        + step.action() + "; rename one of the programs");
            }
        });
    }
}
