package org.quiesce.cli;

import java.util.List;
import org.quiesce.protocol.property.Property;

/** What one value of the option {@code --property} names. */
record Claims(List<Property> properties) {

    Claims {
        properties = List.copyOf(properties);
    }
}
