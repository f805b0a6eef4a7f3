package org.quiesce.csource;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What {@code <linux/cleanup.h>} has done where a block ends, however it is left: locks are given back, memory is freed.
 * Of that only locks are followed.
 */
final class Cleanups {

    private static final Pattern DECLARED =
            Pattern.compile("\\b(scoped_(?:cond_)?guard|guard|__free|CLASS)\\s*\\(\\s*(\\w*)");

    private Cleanups() {}

    /**
     * A variable whose end does something.
     *
     * @param line where it is declared
     * @param by   the macro that declares it
     */
    record Cleanup(int line, String by) {}

    /** All in a file that are not followed, in its order. */
    static List<Cleanup> in(CSource source) {
        return DECLARED.matcher(Mask.code(source)).results()
                .filter(found -> !found.group(1).matches("(?:scoped_)?guard") || !Guards.isFollowed(found.group(2)))
                .map(found -> new Cleanup(source.line(found.start()), found.group(1)))
                .toList();
    }
}
