package org.quiesce.audit;

import java.util.List;
import java.util.stream.Stream;
import org.quiesce.protocol.Failure;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.OperationTrait.MayFail;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.Statement;
import org.quiesce.workbench.CheckRequest;

/** That calls succeed. */
sealed interface OfFailures extends Assumption {

    @Override
    default CheckRequest turnedIn(CheckRequest request) {
        return request.with(turnedIn(request.protocol()));
    }

    Protocol turnedIn(Protocol protocol);

    /** All of them that a protocol allows. */
    static Stream<OfFailures> in(Protocol protocol) {
        List<Statement.Call> calls = protocol.programs().stream()
                .flatMap(p -> p.calls())
                .filter(call -> call.operation() instanceof MayFail)
                .distinct()
                .toList();
        Stream<OfFailures> assumed = calls.stream()
                .filter(call -> ((MayFail) call.operation()).failure() == Failure.ASSUMED_AWAY)
                .map(call -> new Success(
                        call.line(), protocol.listing().at(call.line()).shown(), call.operation().c()));
        Stream<OfFailures> explored = calls.stream().anyMatch(
                        call -> ((MayFail) call.operation()).failure() == Failure.POSSIBLE)
                ? Stream.of(new NothingFails())
                : Stream.empty();
        return Stream.concat(assumed, explored);
    }

    /**
     * A call that a real kernel may answer with an error, and the protocol says nothing of that.
     *
     * @param shown the line by which a user knows it
     */
    record Success(int line, int shown, String call) implements OfFailures {

        @Override
        public String id() {
            return "success-at-line-" + shown;
        }

        @Override
        public String clause() {
            return call + " at line " + shown + " succeeds";
        }

        @Override
        public Standing standing() {
            return Standing.MADE;
        }

        @Override
        public Protocol turnedIn(Protocol protocol) {
            return protocol.withOperations(c -> c.line() == line ? with(c.operation(), Failure.POSSIBLE) : c.operation());
        }
    }

    /** Calls of which the protocol says that they may fail never do. */
    record NothingFails() implements OfFailures {

        @Override
        public String id() {
            return "nothing-fails";
        }

        @Override
        public String clause() {
            return "no call fails";
        }

        @Override
        public Standing standing() {
            return Standing.NOT_MADE;
        }

        @Override
        public Protocol turnedIn(Protocol protocol) {
            return protocol.withOperations(c -> with(c.operation(), Failure.ASSUMED_AWAY));
        }
    }

    private static Operation with(Operation operation, Failure failure) {
        return operation instanceof MayFail call ? call.with(failure) : operation;
    }
}
