package org.quiesce.junit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.quiesce.workbench.Engines;

/**
 * Directories of models that {@link PropertyTests} checks: each variant of each {@code model.yaml} in or below them, on the
 * kernels that it names, against what it expects: verdicts, and how many states there are and which steps no run takes.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface ModelDirectory {

    /** Paths, from the working directory of the tests, which Maven and Gradle make that of the project. */
    String[] value();

    /** Who decides. */
    Engines engines() default Engines.BOTH;
}
