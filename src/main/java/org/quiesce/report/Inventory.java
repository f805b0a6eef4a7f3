package org.quiesce.report;

import java.util.List;
import java.util.Optional;
import org.quiesce.catalog.Entry;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.property.Property;

/**
 * What there is to check, to claim, and to check it on, as far as it was asked for.
 *
 * @param protocols the entries of the atlas
 */
public record Inventory(
        Optional<List<Entry>> protocols, Optional<List<Property>> properties, Optional<List<Profile>> profiles) {}
