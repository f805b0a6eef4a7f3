package org.quiesce.csource;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The {@code #if}s of a file whose branches do not do the same to threads, and the macros that decide between them: the
 * file is another module with each of them.
 */
final class Conditionals {

    private static final Pattern DIRECTIVE =
            Pattern.compile("(?m)^[ \\t]*#[ \\t]*(if|ifdef|ifndef|elif|else|endif|define)\\b((?:\\\\\\R|.)*)$");
    private static final Pattern NAME = Pattern.compile("\\b[A-Za-z_]\\w*");
    private static final Pattern CALL = Pattern.compile("\\b([A-Za-z_]\\w*)\\s*\\(");
    /** Names in a condition that are no macros that somebody may choose. */
    private static final Set<String> NO_CHOICES = Set.of("defined", "IS_ENABLED", "IS_BUILTIN", "IS_MODULE", "IS_REACHABLE",
            "LINUX_VERSION_CODE", "KERNEL_VERSION", "MODULE", "__KERNEL__", "CONFIG_MODULES");
    /** Of more macros than these not every combination is read. */
    private static final int ALL_COMBINATIONS = 2;
    /** Of more not even each alone. */
    private static final int MOST = 6;

    /** One {@code #if} with its branches. */
    private static final class Group {
        private final Set<String> macros = new LinkedHashSet<>();
        private final List<List<String>> branches = new ArrayList<>();
        private int start;
        private boolean hasElse;

        private boolean differs() {
            Stream<List<String>> all = hasElse ? branches.stream() : Stream.concat(branches.stream(), Stream.of(List.of()));
            return all.distinct().count() > 1;
        }
    }

    private final String code;
    private final Preprocessing given;
    private final KnownFunctions kernel = new KnownFunctions();
    private final Set<String> own = new HashSet<>();
    private final Set<String> deciding = new LinkedHashSet<>();

    private Conditionals(CSource source, Preprocessing given) {
        this.code = Mask.code(source);
        this.given = given;
        groups();
        deciding.removeIf(macro -> own.contains(macro) || given.knows(macro) || NO_CHOICES.contains(macro));
    }

    /**
     * The macros of which it is not said whether they are defined, though that decides what is done to threads; in the
     * order in which they are asked for.
     */
    static List<String> undecided(CSource source, Preprocessing given) {
        return List.copyOf(new Conditionals(source, given).deciding);
    }

    /** Everything that may be the case: every combination of a few macros; of more, each alone; of many, none and all. */
    static List<Preprocessing> choices(Preprocessing given, List<String> macros) {
        Preprocessing none = given;
        for (String macro : macros) {
            none = none.undefining(macro);
        }
        if (macros.size() > MOST) {
            return List.of(none, none.definingAll(macros));
        }
        List<Preprocessing> choices = new ArrayList<>(List.of(none));
        for (String macro : macros) {
            for (Preprocessing before : macros.size() > ALL_COMBINATIONS ? List.of(none) : List.copyOf(choices)) {
                choices.add(before.defining(macro, "1"));
            }
        }
        return choices;
    }

    /** Which combinations of macros are not read, as a clause; empty if all are. */
    static Optional<String> bound(List<String> macros) {
        String which = macros.size() > MOST ? "none and all" : "none and each alone";
        return macros.size() <= ALL_COMBINATIONS ? Optional.empty()
                : Optional.of("of the macros " + String.join(", ", macros) + ", which decide what is done to threads, "
                        + which + " are defined; -D and -U say which");
    }

    private void groups() {
        Deque<Group> open = new ArrayDeque<>();
        Matcher directive = DIRECTIVE.matcher(code);
        while (directive.find()) {
            String word = directive.group(1);
            String rest = directive.group(2);
            if (word.equals("define")) {
                Matcher name = NAME.matcher(rest);
                if (name.find()) {
                    own.add(name.group());
                }
                continue;
            } else if (word.startsWith("if")) {
                open.push(new Group());
            } else if (open.isEmpty()) {
                continue;
            } else {
                open.peek().branches.add(calls(open.peek().start, directive.start()));
            }
            Group group = open.peek();
            group.start = directive.end();
            group.hasElse |= word.equals("else");
            if (!word.equals("else") && !word.equals("endif")) {
                NAME.matcher(rest).results().forEach(name -> group.macros.add(name.group()));
            } else if (word.equals("endif") && open.pop().differs()) {
                deciding.addAll(group.macros);
            }
        }
    }

    /** The calls in a piece of the file that do something to threads. */
    private List<String> calls(int from, int to) {
        return CALL.matcher(code.substring(from, to)).results()
                .map(call -> call.group(1))
                .filter(name -> kernel.matters(name) || name.startsWith("module_"))
                .toList();
    }
}
