package org.quiesce.workbench;

import java.util.ArrayList;
import java.util.List;
import org.quiesce.protocol.property.Property;

/**
 * A property in one of the forms in which TLC checks it.
 *
 * @param property the property
 * @param form     as an invariant or as a temporal formula
 */
record Claim(Property property, Form form) {

    /** How TLC checks it. */
    enum Form {
        INVARIANT,
        TEMPORAL
    }

    /** The claims that decide a property: a progress property that has a safety form is checked in both. */
    static List<Claim> of(Property property) {
        List<Claim> claims = new ArrayList<>();
        if (property.kind() == Property.Kind.SAFETY || property == Property.STOP_TERMINATES) {
            claims.add(new Claim(property, Form.INVARIANT));
        }
        if (property.kind() == Property.Kind.PROGRESS) {
            claims.add(new Claim(property, Form.TEMPORAL));
        }
        return claims;
    }

    /** The name of the formula in the specification. */
    String formula() {
        return property == Property.STOP_TERMINATES && form == Form.INVARIANT
                ? Property.NO_STUCK_STOP
                : property.id();
    }
}
