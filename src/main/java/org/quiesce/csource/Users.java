package org.quiesce.csource;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.quiesce.csource.Abstraction.Kind;
import org.quiesce.csource.UserFiles.UserFile;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Statement;

/**
 * How many users call what they can call, and how often. One calls what only uses a thread, or has memory of its own. Of
 * what starts or stops one, or queues work, there are two at a time; if nothing else does that, and it does both, one of
 * them may call it again, as it takes three calls to start again what was stopped. Where that were too many, what stops
 * comes first, and the one user of the rest may call it twice, unless a device comes and goes besides: then, of two such
 * functions, a third user calls either.
 */
final class Users {

    /** Of what starts or stops something. */
    private static final int AT_A_TIME = 2;
    /** So many of these are there at most, as each makes ten times as many states; but one of each. */
    private static final int MOST = 4;
    /** The same where a device comes and goes besides. */
    private static final int MOST_OF_DEVICES = 3;
    /** How often one of them calls what starts again what it has stopped. */
    private static final int TIMES = 2;

    /**
     * What a user calls.
     *
     * @param functions that he calls, one or those of a session
     * @param through   the file through which he does, if that is known
     * @param translate the statements of a program of that name, which may call so often what restarts something
     * @param once      calls it once, and does nothing after that
     */
    record Calls(String name, List<IASTFunctionDefinition> functions, int line, Pinning pinning, Optional<UserFile> through,
            BiFunction<String, Integer, List<Statement>> translate, Consumer<Translation> once) {
        Calls {
            functions = List.copyOf(functions);
        }
    }

    private final List<Calls> all = new ArrayList<>();
    private final ModuleReading module;
    private final Programs programs;
    private final Callers callers;

    Users(ModuleReading module, Programs programs, Callers callers) {
        this.module = module;
        this.programs = programs;
        this.callers = callers;
    }

    /** How often users may do what stands once in something that they call. */
    static int mostCalls(Bounds bounds) {
        return bounds.users("", AT_A_TIME) + TIMES - 1;
    }

    void add(Calls calls) {
        all.add(calls);
    }

    /** Translates what they call: one program for all who do, unless they have task pointers of their own, or call it again. */
    void translate() {
        List<Calls> matter = all.stream().filter(calls -> startsOrStops(calls) && ownMemory(calls).isEmpty())
                .sorted(Comparator.comparing(calls -> calls.functions().stream().noneMatch(callers::stops))).toList();
        int most = module.drivers().removable().isEmpty() ? MOST : MOST_OF_DEVICES;
        if (matter.size() > 1 && matter.size() == most - 1 && isEither(matter)) {
            all.forEach(calls -> translate(calls, 1, 1));
            either(matter);
            return;
        }
        Set<Calls> two = matter.stream().limit(Math.max(0, most - matter.size())).collect(Collectors.toSet());
        all.forEach(calls -> translate(calls, two.contains(calls) ? AT_A_TIME : 1, isAgain(calls, matter, two) ? TIMES : 1));
    }

    /** Whether one user can call any of these functions, and nothing is said of how many users there are. */
    private boolean isEither(List<Calls> functions) {
        Calls first = functions.get(0);
        return functions.stream().allMatch(calls -> calls.pinning() == first.pinning() && calls.through().equals(first.through())
                && module.bounds().isOpen(calls.name()));
    }

    /** One user more, who calls any of these functions: there are two at a time of each, but not two of all of them. */
    private void either(List<Calls> functions) {
        Calls first = functions.get(0);
        String names = functions.stream().map(Calls::name).collect(Collectors.joining("_or_"));
        String program = module.names().fresh(names);
        programs.program(program, module.sleep().counted(first.line(),
                Translation.made(module, program, in -> either(in, functions))));
        programs.users(program, 1, first.line(), first.pinning(), first.through());
        module.abstracted(Kind.ASSUMED, first.line(), "another user calls one of "
                + functions.stream().map(calls -> calls.name() + "()").collect(Collectors.joining(" and "))
                + " once; no verdict is about more, but with --users");
    }

    private void either(Translation in, List<Calls> functions) {
        Calls first = functions.get(0);
        if (functions.size() == 1) {
            first.once().accept(in);
        } else {
            in.out().branch(first.line(), module.outside("this user calls " + first.name() + "()"), () -> first.once().accept(in),
                    () -> either(in, functions.subList(1, functions.size())));
        }
    }

    /** Memory of which each user has a piece of his own: several are not told apart. */
    private Optional<IBinding> ownMemory(Calls calls) {
        return OwnMemory.of(module.file(), module.places(), callers.reachable(calls.functions()));
    }

    private boolean startsOrStops(Calls calls) {
        return calls.functions().stream().anyMatch(callers::startsOrStops);
    }

    /** Whether it takes a second call of one user for something to be started again. */
    private boolean isAgain(Calls calls, List<Calls> matter, Set<Calls> two) {
        boolean restarts = calls.functions().stream().anyMatch(callers::restarts);
        return matter.contains(calls) && !module.bounds().isSaid(calls.name())
                && (matter.size() == 1 ? restarts : !two.contains(calls) && module.drivers().removable().isEmpty());
    }

    private void translate(Calls calls, int needed, int times) {
        int users = module.bounds().users(calls.name(), needed);
        tell(calls, users, times);
        int left = users - add(calls, calls.name(), times, times > 1 ? 1 : users);
        while (left > 0) {
            left -= add(calls, module.names().fresh(calls.name()), 1, left);
        }
    }

    /** Adds so many that run a program at most. */
    private int add(Calls calls, String program, int times, int most) {
        programs.program(program, module.sleep().counted(calls.line(), calls.translate().apply(program, times)));
        int users = module.objects().hasOwnPointers(program) ? 1 : most;
        programs.users(program, users, calls.line(), calls.pinning(), calls.through());
        return users;
    }

    private void tell(Calls calls, int users, int times) {
        if (users > 1) {
            ownMemory(calls).ifPresent(memory -> module.abstracted(Kind.UNMODELLED, calls.line(), "that each user of " + calls.name()
                    + "() has memory of his own, to which '" + memory.getName() + "' points"));
        }
        boolean isSession = calls.functions().size() > 1;
        if (isSession || startsOrStops(calls)) {
            String what = isSession
                    ? (users == 1 ? " user opens" : " users open") + " the file of '" + calls.name()
                            + "', and call each of its functions once"
                    : (users == 1 ? " user calls " : " users call ") + calls.name() + "() once";
            module.abstracted(Kind.ASSUMED, calls.line(), users + what
                    + (times == 1 ? "" : users == 1 ? ", or twice," : ", or one of them twice,")
                    + " at most; no verdict is about more, but with --users");
        }
    }
}
