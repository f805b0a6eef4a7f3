package org.quiesce.audit;

import java.util.Optional;
import org.quiesce.protocol.property.Property;
import org.quiesce.workbench.Verdict;

/**
 * A property of which something else is found once an assumption is turned.
 *
 * @param from what is found as it is; empty if the property means nothing for the protocol then
 * @param to   what is found with the assumption turned
 */
public record Flip(Property property, Optional<Verdict> from, Verdict to) {}
