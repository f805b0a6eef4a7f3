package org.quiesce.protocol.step;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.Timeout;
import org.quiesce.protocol.Value;

/** Fuses the test of a local variable with the step before it, where that step settles the outcome. */
final class LocalTests {

    private LocalTests() {}

    /** The steps with every exit led past the tests that are settled there. */
    static List<Step> threaded(List<Step> steps) {
        Map<String, Step> byLabel = new HashMap<>();
        steps.forEach(s -> byLabel.put(s.label(), s));
        return steps.stream().map(step -> {
            SortedMap<Exit, String> exits = new TreeMap<>();
            step.exits().forEach((exit, target) -> exits.put(exit, past(step, exit, target, byLabel)));
            return step.withExits(exits);
        }).toList();
    }

    private static String past(Step step, Exit exit, String target, Map<String, Step> byLabel) {
        String label = target;
        Set<String> passed = new HashSet<>();
        while (passed.add(label) && settles(step, exit, byLabel.get(label))) {
            Step next = byLabel.get(label);
            Condition.LocalCompare compare = (Condition.LocalCompare) ((Micro.Test) next.micros().get(0)).atom();
            int value = assigned(step, exit, compare.local()).getAsInt();
            label = next.exits().get(compare.relation().holds(value, compare.number()) ? Exit.TRUE : Exit.FALSE);
        }
        return label;
    }

    private static boolean settles(Step step, Exit exit, Step next) {
        return next != null
                && next.micros().size() == 1
                && next.micros().get(0) instanceof Micro.Test test
                && test.atom() instanceof Condition.LocalCompare compare
                && assigned(step, exit, compare.local()).isPresent();
    }

    /** The number that the step assigns to the local variable on that exit, if it is known here. */
    private static OptionalInt assigned(Step step, Exit exit, String local) {
        for (Micro micro : step.micros()) {
            if (micro.into().filter(local::equals).isPresent()) {
                return number(micro, exit);
            }
        }
        return OptionalInt.empty();
    }

    private static OptionalInt number(Micro micro, Exit exit) {
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
        } else if (micro instanceof Micro.TryAcquire || micro instanceof Micro.ModuleGet) {
            return OptionalInt.of(exit == Exit.TRUE ? 1 : 0);
        } else if (micro instanceof Micro.TryDown) {
            return OptionalInt.of(exit == Exit.TRUE ? 0 : 1);
        }
        return OptionalInt.empty();
    }
}
