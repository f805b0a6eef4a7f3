package org.quiesce.protocol.step;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.Timeout;
import org.quiesce.protocol.Value;

/**
 * Leaves out what a context does for itself where that changes nothing: tests of local variables whose outcome is known
 * on the way to them, and assignments that nobody reads. What is not read any more is 0 from the next such step on.
 */
final class LocalTests {

    private final Map<String, Step> byLabel = new HashMap<>();
    private final LocalFlow flow;

    private LocalTests(LocalFlow flow, List<Step> steps) {
        this.flow = flow;
        steps.forEach(s -> byLabel.put(s.label(), s));
    }

    /** The steps with every exit led past what changes nothing there; some of them are led to no more. */
    static List<Step> threaded(String entry, List<Step> steps) {
        LocalTests tests = new LocalTests(new LocalFlow(entry, steps), steps);
        return steps.stream().map(step -> {
            SortedMap<Exit, String> exits = new TreeMap<>();
            step.exits().forEach((exit, target) -> exits.put(exit, tests.past(step, exit, target)));
            return step.withExits(exits);
        }).toList();
    }

    /** The steps, each of which first sets to 0 what is not read any more. */
    static List<Step> forgetting(String entry, List<Step> steps) {
        LocalFlow flow = new LocalFlow(entry, steps);
        return steps.stream().map(step -> {
            Step forgetting = step;
            for (String local : flow.forgotten(step)) {
                forgetting = forgetting.after(new Micro.SetLocal(local, Value.of(0)));
            }
            return forgetting;
        }).toList();
    }

    private String past(Step step, Exit exit, String target) {
        Map<String, Integer> numbers = flow.after(step, exit);
        String label = target;
        Set<String> passed = new HashSet<>();
        while (passed.add(label)) {
            Optional<String> next = Optional.ofNullable(byLabel.get(label)).flatMap(s -> skipped(s, numbers));
            if (next.isEmpty()) {
                return label;
            }
            label = next.get();
        }
        return target;
    }

    /** Where a step leads, if it is not needed where local variables have these numbers. */
    private Optional<String> skipped(Step step, Map<String, Integer> numbers) {
        if (step.micros().size() != 1) {
            return Optional.empty();
        } else if (step.micros().get(0) instanceof Micro.Test test
                && test.atom() instanceof Condition.LocalCompare compare && numbers.containsKey(compare.local())) {
            boolean holds = compare.relation().holds(numbers.get(compare.local()), compare.number());
            return Optional.of(step.exits().get(holds ? Exit.TRUE : Exit.FALSE));
        } else if (step.micros().get(0) instanceof Micro.SetLocal set && !flow.isReadAfter(step, set.local())) {
            // The last instruction of the module stays: somebody may free its text just before.
            return Optional.ofNullable(byLabel.get(step.exits().get(Exit.NEXT)))
                    .filter(next -> next.frame() == step.frame())
                    .map(Step::label);
        }
        return Optional.empty();
    }

    /** The number that a micro assigns to its local variable on an exit, if it is known here. */
    static OptionalInt number(Micro micro, Exit exit) {
        if (micro instanceof Micro.AtOnce look) {
            return exit == Exit.TRUE ? number(look.call(), Exit.NEXT) : OptionalInt.empty();
        } else if (micro instanceof Micro.RequestIrq) {
            return OptionalInt.of(exit == Exit.FAILED ? Errno.ENOMEM.negative() : 0);
        } else if (micro instanceof Micro.SetLocal set && set.value() instanceof Value.Literal literal) {
            return OptionalInt.of(literal.number());
        } else if (micro instanceof Micro.WaitDone wait) {
            return OptionalInt.of(switch (exit) {
                case SIGNALLED -> Errno.ERESTARTSYS.negative();
                case NEXT -> wait.timeout() == Timeout.FINITE ? 1 : 0;
                default -> 0;
            });
        } else if (micro instanceof Micro.AcquireUnlessSignalled || micro instanceof Micro.DownUnlessSignalled
                || micro instanceof LockMicro.DownRwUnlessSignalled) {
            return OptionalInt.of(exit == Exit.SIGNALLED ? Errno.EINTR.negative() : 0);
        } else if (micro instanceof Micro.TryAcquire || micro instanceof LockMicro.TryDownRw || micro instanceof Micro.ModuleGet) {
            return OptionalInt.of(exit == Exit.TRUE ? 1 : 0);
        } else if (micro instanceof Micro.TryDown) {
            return OptionalInt.of(exit == Exit.TRUE ? 0 : 1);
        }
        return OptionalInt.empty();
    }
}
