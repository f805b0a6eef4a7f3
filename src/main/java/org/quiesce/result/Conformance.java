package org.quiesce.result;

import java.util.List;

/** How the result of a check compares with what its model expects. */
public sealed interface Conformance {

    /** The words for it, in a report. */
    String words();

    /** Nothing was stated: a result is fine if every property holds. */
    record Unstated() implements Conformance {
        @Override
        public String words() {
            return "no expectations";
        }
    }

    /** Every stated verdict and count was found. */
    record AsExpected() implements Conformance {
        @Override
        public String words() {
            return "as expected";
        }
    }

    /** Something else was found; each difference is one sentence. */
    record Differs(List<String> differences) implements Conformance {
        public Differs {
            differences = List.copyOf(differences);
        }

        @Override
        public String words() {
            return "not as expected";
        }

        /** The first difference, and how many more there are. */
        public String brief() {
            int more = differences.size() - 1;
            return differences.get(0) + (more == 0 ? "" : ", and " + more + " more");
        }
    }
}
