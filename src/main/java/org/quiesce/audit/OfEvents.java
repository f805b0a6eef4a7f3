package org.quiesce.audit;

import java.util.stream.Stream;
import org.quiesce.protocol.Protocol;
import org.quiesce.workbench.CheckRequest;

/** That nothing of the kind happens to a thread. */
sealed interface OfEvents extends Assumption {

    @Override
    default CheckRequest turnedIn(CheckRequest request) {
        return request.with(turnedIn(request.protocol()));
    }

    Protocol turnedIn(Protocol protocol);

    /** Nobody is woken by chance, as a stray wake-up of a former wait may do. */
    record NoSpuriousWakeUps(Standing standing) implements OfEvents {

        static NoSpuriousWakeUps in(Protocol protocol) {
            return new NoSpuriousWakeUps(protocol.spuriousWakeUps() == 0 ? Standing.MADE : Standing.NOT_MADE);
        }

        @Override
        public String id() {
            return "no-spurious-wake-ups";
        }

        @Override
        public String clause() {
            return "there are no spurious wake-ups";
        }

        /** One is enough to find a wait that does not test again. */
        @Override
        public Protocol turnedIn(Protocol protocol) {
            return protocol.withSpuriousWakeUps(standing == Standing.MADE ? 1 : 0);
        }
    }

    /** The memory of a task that is freed stays as it is. */
    record NoMemoryReuse(Standing standing) implements OfEvents {

        static NoMemoryReuse in(Protocol protocol) {
            return new NoMemoryReuse(protocol.reusesMemory() ? Standing.NOT_MADE : Standing.MADE);
        }

        @Override
        public String id() {
            return "no-memory-reuse";
        }

        @Override
        public String clause() {
            return "the memory of a freed task is not used again";
        }

        @Override
        public Protocol turnedIn(Protocol protocol) {
            return standing == Standing.MADE ? protocol.withMemoryReuse() : protocol.withoutMemoryReuse();
        }
    }

    /** No thread of a function dies in the middle of it. */
    record NoOops(String thread, Standing standing) implements OfEvents {

        static NoOops in(Protocol protocol, String thread) {
            return new NoOops(thread, protocol.oopsing().contains(thread) ? Standing.NOT_MADE : Standing.MADE);
        }

        @Override
        public String id() {
            return "no-oops-of-" + thread;
        }

        @Override
        public String clause() {
            return thread + " does not die of an oops";
        }

        @Override
        public Protocol turnedIn(Protocol protocol) {
            return protocol.withOopsing(standing == Standing.MADE
                    ? Stream.concat(protocol.oopsing().stream(), Stream.of(thread)).toList()
                    : protocol.oopsing().stream().filter(other -> !other.equals(thread)).toList());
        }
    }
}
