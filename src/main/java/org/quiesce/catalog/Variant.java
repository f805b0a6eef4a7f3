package org.quiesce.catalog;

import java.util.Objects;
import java.util.function.Supplier;
import org.quiesce.protocol.Protocol;

/**
 * One protocol of an entry. It is built when somebody first asks for it: most calls are about few protocols of the
 * atlas, and to build all of them takes longer than to check one.
 */
public final class Variant {

    /** The variant that has the fault. */
    public static final String BROKEN = "broken";
    /** The variant that a maintainer would accept. */
    public static final String MENDED = "mended";

    private final String name;
    private final Supplier<Protocol> builder;
    /** Null until it is asked for. */
    private Protocol protocol;

    Variant(String name, Supplier<Protocol> builder) {
        this.name = Objects.requireNonNull(name, "name");
        this.builder = Objects.requireNonNull(builder, "builder");
    }

    /** Unique in the entry: {@value #BROKEN}, {@value #MENDED}, or what tells it from these. */
    public String name() {
        return name;
    }

    public synchronized Protocol protocol() {
        if (protocol == null) {
            protocol = builder.get();
        }
        return protocol;
    }

    @Override
    public String toString() {
        return name;
    }
}
