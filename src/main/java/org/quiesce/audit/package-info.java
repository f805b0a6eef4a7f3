/**
 * What verdicts rest on: drops each assumption that a check makes, and takes on each that it does not make, one at a
 * time, and says which verdicts that changes.
 */
package org.quiesce.audit;
