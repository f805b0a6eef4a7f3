package org.quiesce.protocol;

import java.util.Set;
import java.util.regex.Pattern;

/** Which names a protocol may give to its programs, objects and local variables. */
final class Names {

    /** Also the name of directories and of a TLA+ module: not too long for either. */
    private static final Pattern PROTOCOL = Pattern.compile("(?=.{1,80}$)[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern IDENTIFIER = Pattern.compile("[a-z][a-z0-9_]{0,39}");

    /** Variables and parameters of every model; an object of the same name would hide them. */
    private static final Set<String> KERNEL_VARIABLES = Set.of(
            "pc", "state", "asleep", "notified", "exited", "result", "usage", "module", "refs", "arg", "timer", "fault",
            "parked", "warned", "freezable", "freezing", "armed", "shutdown", "cancelling", "ahead", "behind", "allowed",
            "signals", "allowsKill", "killPending", "sharedKill", "readers", "spurious", "reused", "flushing", "disabled", "blkcg", "exclusive", "woken", "nesting", "oopsed", "timed", "dropped", "vars", "self",
            "init", "exit", "c", "t", "p", "q", "s", "m", "from", "to", "label", "mask");

    private static final Set<String> C_WORDS = Set.of(
            "asm", "auto", "bool", "break", "case", "char", "const", "continue", "default", "do", "double", "else", "enum",
            "extern", "float", "for", "goto", "if", "inline", "int", "long", "register", "restrict", "return", "short", "signed",
            "sizeof", "static", "struct", "switch", "typedef", "union", "unsigned", "void", "volatile", "while",
            "typeof", "true", "false", "current", "linux", "unix", "none");

    private Names() {}

    static void checkProtocol(String name) {
        if (!PROTOCOL.matcher(name).matches()) {
            throw new ProtocolException("'" + printable(name)
                    + "' is no name for a protocol: use lower-case words joined by hyphens, such as lost-wakeup,"
                    + " at most 80 characters");
        }
    }

    static boolean isIdentifier(String name) {
        return IDENTIFIER.matcher(name).matches() && !KERNEL_VARIABLES.contains(name) && !C_WORDS.contains(name);
    }

    /** Refuses a name; the message begins with the place where it was given. */
    static void checkIdentifier(String place, String name) {
        if (!IDENTIFIER.matcher(name).matches()) {
            throw new ProtocolException(place + ": '" + printable(name)
                    + "' is no name for this: use a lower-case C identifier of at most 40 characters");
        }
        if (KERNEL_VARIABLES.contains(name)) {
            throw new ProtocolException(place + ": '" + name
                    + "' is a name that every model uses itself; choose another, such as my_" + name);
        }
        if (C_WORDS.contains(name)) {
            throw new ProtocolException(place + ": '" + name + "' means something else in C; choose another, such as my_"
                    + name);
        }
    }

    private static String printable(String name) {
        String plain = name.replaceAll("[^\\x20-\\x7e]", "?");
        return plain.length() > 60 ? plain.substring(0, 60) + "…" : plain;
    }
}
