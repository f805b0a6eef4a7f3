package org.quiesce.audit;

import java.util.stream.Stream;
import org.quiesce.protocol.Program.Kthread;
import org.quiesce.protocol.Protocol;
import org.quiesce.workbench.CheckRequest;

/** That there are no more threads or tasks than a protocol says. */
sealed interface OfNumbers extends Assumption {

    @Override
    default Standing standing() {
        return Standing.MADE;
    }

    @Override
    default CheckRequest turnedIn(CheckRequest request) {
        return request.with(turnedIn(request.protocol()));
    }

    /** With one more. */
    Protocol turnedIn(Protocol protocol);

    /** All of them; not that of threads of which no run can have more, as no more calls create one. */
    static Stream<OfNumbers> in(Protocol protocol) {
        return Stream.concat(
                protocol.kthreads().stream()
                        .filter(k -> protocol.creations(k.name()).map(c -> c.most() > k.count()).orElse(true))
                        .map(k -> new Threads(k.name(), k.count())),
                protocol.fileOperations().stream().map(f -> new Tasks(f.name(), f.count())));
    }

    /** Threads of a function. */
    record Threads(String function, int count) implements OfNumbers {

        @Override
        public String id() {
            return "at-most-" + count + "-" + function;
        }

        @Override
        public String clause() {
            return "there " + (count == 1 ? "is" : "are") + " at most " + count + " " + function;
        }

        @Override
        public Protocol turnedIn(Protocol protocol) {
            return protocol.withThreads(function, count + 1);
        }
    }

    /** Tasks that call a file operation, each once. */
    record Tasks(String operation, int count) implements OfNumbers {

        @Override
        public String id() {
            return "at-most-" + count + "-" + operation;
        }

        @Override
        public String clause() {
            return "at most " + count + (count == 1 ? " task calls " : " tasks call ") + operation + "()";
        }

        /** A thread that each of the tasks creates must have room, too. */
        @Override
        public Protocol turnedIn(Protocol protocol) {
            Protocol more = protocol.withTasks(operation, count + 1);
            for (Kthread kthread : protocol.kthreads()) {
                int before = most(protocol, kthread);
                int most = most(more, kthread);
                if (most > before && kthread.count() == before) {
                    more = more.withThreads(kthread.name(), most);
                }
            }
            return more;
        }

        private static int most(Protocol protocol, Kthread kthread) {
            return protocol.creations(kthread.name()).map(c -> c.most()).orElse(0);
        }
    }
}
