package org.quiesce.catalog;

import java.util.Objects;
import org.quiesce.protocol.Protocol;

/**
 * One protocol of an entry.
 *
 * @param name unique in the entry: {@value #BROKEN}, {@value #MENDED}, or what tells it from these
 */
public record Variant(String name, Protocol protocol) {

    /** The variant that has the fault. */
    public static final String BROKEN = "broken";
    /** The variant that a maintainer would accept. */
    public static final String MENDED = "mended";

    public Variant {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(protocol, "protocol");
    }
}
