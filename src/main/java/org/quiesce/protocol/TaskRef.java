package org.quiesce.protocol;

/** Which task a call is about. */
public sealed interface TaskRef {

    /** The C spelling. */
    String c();

    /** The task that a shared task pointer names when the call reads it. */
    record Pointer(String name) implements TaskRef {
        @Override
        public String c() {
            return name;
        }
    }

    /** The task that a kthread worker names when the call reads it. */
    record OfWorker(String worker) implements TaskRef {
        @Override
        public String c() {
            return worker + "->task";
        }
    }

    /** The calling task itself. */
    record Current() implements TaskRef {
        @Override
        public String c() {
            return "current";
        }
    }
}
