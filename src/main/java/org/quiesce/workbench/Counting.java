package org.quiesce.workbench;

import java.util.Optional;
import org.quiesce.sim.SearchResult;
import org.quiesce.tlc.TlcRequest;

/** What TLC counts besides states, so that the engines can be held against each other or a step that is never taken be found. */
enum Counting {
    /** Transitions, which TLC counts anyway: the simulator has seen them all, and knows which actions they are. */
    TRANSITIONS {
        @Override
        TlcRequest.Builder of(TlcRequest.Builder request) {
            return request;
        }
    },
    /** How often each action is taken: nobody else knows it. Such a run takes half as long again. */
    ACTIONS {
        @Override
        TlcRequest.Builder of(TlcRequest.Builder request) {
            return request.with(TlcRequest.Option.COVERAGE);
        }
    };

    abstract TlcRequest.Builder of(TlcRequest.Builder request);

    static Counting after(Optional<SearchResult> found) {
        return found.filter(SearchResult::sawAll).isPresent() ? TRANSITIONS : ACTIONS;
    }
}
