package org.quiesce.kernelreplay;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which functions of the kernel have gates: those that the header redefines with which a module is compiled. */
final class GatedCalls {

    private static final Pattern DEFINITION = Pattern.compile("^#define ([a-z_][a-z0-9_]*)\\(", Pattern.MULTILINE);

    /** There is nothing after them at which anybody could be held. */
    private static final Set<String> WITHOUT_RETURN =
            Set.of("kthread_exit", "kthread_complete_and_exit", "module_put_and_kthread_exit");

    private final Set<String> names;

    private GatedCalls(Set<String> names) {
        this.names = names;
    }

    static GatedCalls standard() {
        return in(GuestFiles.resource("calls.h"));
    }

    static GatedCalls in(String header) {
        Set<String> names = new TreeSet<>();
        Matcher definition = DEFINITION.matcher(header);
        while (definition.find()) {
            names.add(definition.group(1));
        }
        return new GatedCalls(names);
    }

    boolean has(String function) {
        return names.contains(function);
    }

    /** Whether a function has a gate after it, too. */
    boolean returns(String function) {
        return !WITHOUT_RETURN.contains(function);
    }
}
