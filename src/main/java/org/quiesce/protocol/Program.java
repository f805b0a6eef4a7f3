package org.quiesce.protocol;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A context of a protocol, and what it runs. */
public sealed interface Program {

    /** Name of the function, lower case; unique in the protocol. */
    String name();

    /** How many contexts run this program, at least 1. */
    int count();

    /** Its statements; those of init before those of exit. */
    List<Statement> body();

    /** Every call in it, in the order of the listing. */
    default Stream<Statement.Call> calls() {
        return body().stream().flatMap(Statement::calls);
    }

    /** A thread function. Its threads do not exist until a creation call of another context makes them. */
    record Kthread(String name, int count, List<Statement> body) implements Program {
        public Kthread {
            body = List.copyOf(body);
        }
    }

    /**
     * The task that loads and unloads the module: init, live, exit, free.
     *
     * @param exit the exit function; a module without one can't be unloaded (delete_module() says -EBUSY)
     */
    record Loader(String name, List<Statement> init, Optional<List<Statement>> exit) implements Program {
        public Loader {
            init = List.copyOf(init);
            exit = exit.map(List::copyOf);
        }

        @Override
        public int count() {
            return 1;
        }

        @Override
        public List<Statement> body() {
            return Stream.concat(init.stream(), exit.stream().flatMap(List::stream)).toList();
        }
    }

    /** A user task that calls into the live module, once, at any time or never. */
    record FileOperation(String name, int count, Pinning pinning, List<Statement> body) implements Program {
        public FileOperation {
            body = List.copyOf(body);
        }
    }

    /** Something outside of the module that may act at any time, or never: a device, a user. It never sleeps. */
    record Environment(String name, List<Statement> body) implements Program {
        public Environment {
            body = List.copyOf(body);
        }

        @Override
        public int count() {
            return 1;
        }
    }

    /** Whether a call into the module holds a reference on it. */
    enum Pinning {
        /** The file is opened through {@code .owner = THIS_MODULE}: the module cannot be unloaded meanwhile. */
        OWNER,
        /** Nothing pins the module while the call runs. */
        NONE
    }
}
