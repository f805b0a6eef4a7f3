package org.quiesce.audit;

import org.quiesce.workbench.CheckResult;

/** What came of turning an assumption on one kernel. */
public sealed interface Trial {

    /** It was checked. */
    record Checked(CheckResult result) implements Trial {}

    /** The assumption means nothing on that kernel. */
    record NotApplicable() implements Trial {}

    /** Without the assumption it is no protocol that can be checked. */
    record Refused(String why) implements Trial {}
}
