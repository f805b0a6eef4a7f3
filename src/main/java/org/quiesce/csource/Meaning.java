package org.quiesce.csource;

import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Operation;

/** What a call of a kernel function means in a protocol. */
sealed interface Meaning {

    /** It is that operation. */
    record Does(Operation operation) implements Meaning {}

    /** It answers a question, and does nothing. */
    record Tests(Condition condition) implements Meaning {}

    /** It yields a number that is always the same. */
    record Yields(int number) implements Meaning {}

    /** What it does is emitted already, and what it yields is in a local variable. */
    record Held(String local) implements Meaning {}

    /** It does nothing to what is tracked, and what it yields may be anything. */
    record Nothing() implements Meaning {}
}
