package org.quiesce.sim;

import java.util.List;
import java.util.function.Function;
import org.quiesce.protocol.step.RcuReaders;
import org.quiesce.protocol.step.StateVariable;

/**
 * The grace periods of RCU in a machine.
 *
 * @param running whether a context is running code that delays a grace period
 */
record RcuGrace(Function<String, StateTest> running) {

    private static final String OF_CONTEXT = "gracePeriod";

    /** That of free_module(), which the scope's context waits for. */
    Grace ofUnload(RcuReaders rcu, Scope scope) {
        return Grace.ofOthers(scope.context(), "readers", StateVariable.PLAIN, reading(rcu, scope), scope);
    }

    /** That of the scope's context: what it waits for, or what its exit does. */
    Grace own(RcuReaders rcu, Scope scope) {
        return Grace.ofOthers(scope.context(), OF_CONTEXT, scope.context(), reading(rcu, scope), scope);
    }

    /** That of a callback, which waits for all, those that hand it over included. */
    Grace ofCallback(String callback, RcuReaders rcu, Scope scope) {
        return Grace.of(OF_CONTEXT, callback, reading(rcu, scope), scope);
    }

    private Function<String, StateTest> reading(RcuReaders rcu, Scope scope) {
        return context -> {
            Field nesting = SectionActs.nesting(scope.layout(), context);
            StateTest inSection = state -> nesting.get(state) != 0;
            return rcu.running().contains(context)
                    ? Places.any(List.of(inSection, running.apply(context)))
                    : inSection;
        };
    }
}
