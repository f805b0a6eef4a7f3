package org.quiesce.csource;

import java.util.Set;
import java.util.stream.Collectors;
import org.quiesce.kernel.Primitive;
import org.quiesce.kernel.Primitives;

/** The functions of the kernel that are known to matter to threads, whether they can be translated or not. */
final class KnownFunctions {

    private final Set<String> names =
            Primitives.read().all().map(Primitive::name).collect(Collectors.toUnmodifiableSet());

    boolean contains(String name) {
        return names.contains(name);
    }
}
