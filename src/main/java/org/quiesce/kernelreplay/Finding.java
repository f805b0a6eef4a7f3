package org.quiesce.kernelreplay;

/** What came of a schedule on a real kernel. */
public sealed interface Finding {

    /** One line. */
    String sentence();

    /**
     * The schedule was followed step by step, and the kernel shows what was predicted.
     *
     * @param sign what it wrote
     */
    record Confirmed(String sign) implements Finding {
        @Override
        public String sentence() {
            return "confirmed: " + sign;
        }
    }

    /** The schedule was followed, and what was predicted is not seen. */
    record NotConfirmed(String reason) implements Finding {
        @Override
        public String sentence() {
            return "not confirmed: " + reason;
        }
    }

    /**
     * The module did something else than the model.
     *
     * @param step  number of the step, from 1
     */
    record Diverged(int step, String reason) implements Finding {
        @Override
        public String sentence() {
            return "diverged at step " + step + ": " + reason;
        }
    }

    /** Nothing was found out about the module. */
    record Failed(String reason) implements Finding {
        @Override
        public String sentence() {
            return "infrastructure failed: " + reason;
        }
    }
}
