package org.quiesce.protocol;

import static org.quiesce.protocol.Given.given;

/** A value that a program returns or stores. */
public sealed interface Value {

    /** The C spelling. */
    String c();

    /** A literal. */
    record Literal(int number) implements Value {
        @Override
        public String c() {
            return Errno.c(number);
        }
    }

    /** The value of a local variable of the running context. */
    record LocalVariable(String name) implements Value {
        @Override
        public String c() {
            return name;
        }
    }

    /** A literal. */
    static Value of(int number) {
        return new Literal(number);
    }

    /** A negative error number. */
    static Value error(Errno errno) {
        return new Literal(given("errno", errno).negative());
    }

    /** The value of a local variable. */
    static Value of(String local) {
        return new LocalVariable(given("local", local));
    }
}
