/**
 * Checks in the tests of others: {@link org.quiesce.junit.ProtocolAssertions} for any test framework,
 * {@link org.quiesce.junit.PropertyTests} for JUnit 5, of which it needs 5.14 or later.
 */
package org.quiesce.junit;
