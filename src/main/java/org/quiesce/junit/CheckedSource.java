package org.quiesce.junit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.quiesce.protocol.Outside;
import org.quiesce.protocol.property.Property;
import org.quiesce.workbench.Engines;

/**
 * The C of a module that {@link PropertyTests} checks, as {@code quiesce check} does. Every property that applies is
 * expected to hold unless it is named here. What is read both ways, as it hangs on an {@code #if}, is tested both ways.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(CheckedSource.All.class)
public @interface CheckedSource {

    /** The C file, or all files of the module: paths from the working directory of the tests. */
    String[] value();

    /** The name of a module of several files. */
    String module() default "";

    /** Names of kernels, such as {@code "6.12"}; the newest if there is none. */
    String[] kernels() default {};

    /** Macros that are defined, such as {@code "CONFIG_PM"} or {@code "LIMIT=2"}. */
    String[] defined() default {};

    /** Macros that are not defined. */
    String[] undefined() default {};

    /** What may happen outside of the module, and the C does not say. */
    Outside[] outside() default {};

    /** Properties that are expected to be violated, on each of the kernels. */
    Property[] violated() default {};

    /** Properties that are expected to be vacuous: no run does what they speak of. */
    Property[] vacuous() default {};

    /** Properties of which it is expected that nothing is known, as the C does something that is not modelled. */
    Property[] inconclusive() default {};

    /** Who decides. */
    Engines engines() default Engines.BOTH;

    /** Several of them on one class. */
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface All {

        /** Each of them. */
        CheckedSource[] value();
    }
}
