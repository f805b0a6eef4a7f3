package org.quiesce.junit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.quiesce.protocol.property.Property;
import org.quiesce.workbench.Engines;

/**
 * A protocol that {@link PropertyTests} checks: a static field of type {@link org.quiesce.protocol.Protocol}, or a static
 * method without parameters that returns one. Every property that applies is expected to hold unless it is named here.
 */
@Target({ElementType.FIELD, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface CheckedProtocol {

    /** Names of kernels, such as {@code "6.12"} or {@code "linux-6.12+classic-rcu"}; every version if there is none. */
    String[] kernels() default {};

    /** Properties that are expected to be violated, on each of the kernels. */
    Property[] violated() default {};

    /** Properties that are expected to be vacuous: no run does what they speak of. */
    Property[] vacuous() default {};

    /** Who decides. */
    Engines engines() default Engines.BOTH;
}
