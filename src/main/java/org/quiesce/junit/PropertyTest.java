package org.quiesce.junit;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.quiesce.kernel.Profile;
import org.quiesce.result.Checked;
import org.quiesce.result.Conformance;
import org.quiesce.result.Expected;
import org.quiesce.workbench.CheckResult;

/** Something that is expected of a protocol on a kernel, to be tested. */
public final class PropertyTest {

    private final Subject subject;
    private final Profile kernel;
    private final Question question;
    private final CheckResult found;
    private final Function<ReplayFiles, List<Path>> attach;

    /**
     * A test.
     *
     * @param found  what was found out on this kernel
     * @param attach keeps files with the test
     */
    PropertyTest(
            Subject subject,
            Profile kernel,
            Question question,
            CheckResult found,
            Function<ReplayFiles, List<Path>> attach) {
        this.subject = subject;
        this.kernel = kernel;
        this.question = question;
        this.found = found;
        this.attach = attach;
    }

    /**
     * Fails if it is not as expected.
     *
     * @throws AssertionError with the counterexample in its message
     */
    public void run() {
        CheckResult part = question.part(found);
        Conformance conformance = Expected.conformance(question.differences(subject, kernel, part));
        if (conformance instanceof Conformance.Differs) {
            List<Checked> checks = List.of(new Checked(subject.name(), part, conformance));
            throw new AssertionError(FailureMessage.of(checks, attach.apply(ReplayFiles.of(checks))));
        }
    }
}
