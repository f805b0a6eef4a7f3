package org.quiesce.protocol;

import java.util.Set;
import java.util.regex.Pattern;

/** Which names a protocol may give to its programs, objects and local variables. */
final class Names {

    private static final Pattern PROTOCOL = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern IDENTIFIER = Pattern.compile("[a-z][a-z0-9_]{0,39}");

    /** Variables and parameters of every model; an object of the same name would hide them. */
    private static final Set<String> KERNEL_VARIABLES = Set.of(
            "pc", "state", "asleep", "notified", "exited", "result", "usage", "module", "refs", "arg", "timer", "fault",
            "parked", "warned", "freezable", "freezing", "armed", "shutdown", "cancelling", "awaited", "allowed",
            "signals", "readers", "spurious", "vars", "self", "init", "exit", "c", "t", "p", "q", "s", "m", "from", "to",
            "label", "mask");

    private static final Set<String> C_KEYWORDS = Set.of(
            "auto", "break", "case", "char", "const", "continue", "default", "do", "double", "else", "enum", "extern",
            "float", "for", "goto", "if", "inline", "int", "long", "register", "restrict", "return", "short", "signed",
            "sizeof", "static", "struct", "switch", "typedef", "union", "unsigned", "void", "volatile", "while",
            "true", "false", "current", "none");

    private Names() {}

    static void checkProtocol(String name) {
        if (!PROTOCOL.matcher(name).matches()) {
            throw new ProtocolException("'" + printable(name)
                    + "' is no name for a protocol: use lower-case words joined by hyphens, such as lost-wakeup");
        }
    }

    static void checkIdentifier(String protocol, String name) {
        if (!IDENTIFIER.matcher(name).matches()) {
            throw new ProtocolException("protocol " + protocol + ": '" + printable(name)
                    + "' is no name for this: use a lower-case C identifier of at most 40 characters");
        }
        if (KERNEL_VARIABLES.contains(name)) {
            throw new ProtocolException("protocol " + protocol + ": '" + name
                    + "' is a name that every model uses itself; choose another, such as my_" + name);
        }
        if (C_KEYWORDS.contains(name)) {
            throw new ProtocolException("protocol " + protocol + ": '" + name + "' is a C keyword; choose another");
        }
    }

    private static String printable(String name) {
        String plain = name.replaceAll("[^\\x20-\\x7e]", "?");
        return plain.length() > 60 ? plain.substring(0, 60) + "…" : plain;
    }
}
