package org.quiesce.csource;

import java.util.List;
import org.quiesce.protocol.Protocol;

/**
 * A C file, understood.
 *
 * @param choice       the options that say which case of it that is, such as {@code -DCONFIG_PM}; empty if there is one
 * @param protocol     what it does, as far as it could be told
 * @param abstractions what the protocol does not say as the C does, by line
 */
public record CReading(CSource source, String choice, Protocol protocol, List<Abstraction> abstractions) {

    public CReading {
        abstractions = List.copyOf(abstractions);
    }
}
