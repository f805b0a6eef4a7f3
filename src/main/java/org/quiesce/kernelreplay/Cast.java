package org.quiesce.kernelreplay;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Protocol;

/**
 * Who plays which context on a real kernel: a letter for each, and how its tasks are known.
 *
 * @param letters by context
 * @param tasks   for each task that will come its context and how it is known, in the order in which tasks of one kind come
 * @param doors   the file by which a context calls in, for all that do
 */
record Cast(Map<String, Character> letters, List<Part> tasks, Map<String, Doors.Door> doors) {

    /** @param knownBy a name; or a thread function with brackets; or the function of an item, with a star before it */
    record Part(String context, String knownBy) {}

    /** The kernel cuts the names of tasks. */
    private static final int LONGEST_NAME = 15;
    private static final char LOADER = 'M';

    Cast {
        letters = Collections.unmodifiableMap(new LinkedHashMap<>(letters));
        tasks = List.copyOf(tasks);
        doors = Collections.unmodifiableMap(new LinkedHashMap<>(doors));
    }

    /** The cast of a protocol that was read from that C; nobody plays interrupts, notifiers, and users without a door. */
    static Cast of(Protocol protocol, String c) {
        Doors all = Doors.in(c);
        Map<String, Character> letters = new LinkedHashMap<>();
        List<Part> tasks = new ArrayList<>();
        Map<String, Doors.Door> doors = new LinkedHashMap<>();
        String loader = protocol.loader().name();
        letters.put(loader, LOADER);
        tasks.add(new Part(loader, "insmod"));
        tasks.add(new Part(loader, "rmmod"));
        for (Program program : protocol.programs()) {
            Optional<Doors.Door> door = callsIn(program) ? all.to(program.name()) : Optional.empty();
            Optional<String> knownBy = program instanceof Program.Kthread ? Optional.of(program.name() + "()")
                    : program instanceof Program.Callback callback && isHeld(callback) ? Optional.of("*" + program.name())
                    : Optional.empty();
            for (String context : program.contexts()) {
                door.ifPresent(d -> doors.put(context, d));
                knownBy.or(() -> door.map(d -> name(context))).ifPresent(known -> {
                    letters.put(context, letter(letters.size()));
                    tasks.add(new Part(context, known));
                });
            }
        }
        return new Cast(letters, tasks, doors);
    }

    /** Whether a context is an item, which others run. */
    boolean isItem(String context) {
        return tasks.stream().anyMatch(part -> part.context().equals(context) && part.knownBy().startsWith("*"));
    }

    private static char letter(int number) {
        char letter = (char) ('A' + number - 1);
        return letter >= LOADER ? (char) (letter + 1) : letter;
    }

    /** What a task is called that calls in for a context. */
    static String name(String context) {
        return context.length() > LONGEST_NAME ? context.substring(0, LONGEST_NAME) : context;
    }

    /** Whether tasks from outside run the program. */
    static boolean callsIn(Program program) {
        return program instanceof Program.FileOperation || program instanceof Program.Environment;
    }

    /** Whether what runs a callback can be held: it is a task, of which it is seen which function it runs. */
    private static boolean isHeld(Program.Callback callback) {
        return switch (callback.kind()) {
            case WORK, KTHREAD_WORK, ASYNC -> true;
            default -> false;
        };
    }

    /** Whether somebody plays a context, or it happens by itself. */
    boolean has(Program program, String context) {
        if (program instanceof Program.Callback callback) {
            return switch (callback.kind()) {
                case IRQ, IRQ_THREAD, NOTIFIER, SRCU -> false;
                default -> true;
            };
        }
        return letters.containsKey(context);
    }

    /** As the module with the gates takes it. */
    String actors() {
        return tasks.stream().map(part -> letters.get(part.context()) + "=" + part.knownBy()).collect(Collectors.joining(","));
    }

    /** As the module with the gates takes it. */
    String schedule(List<Grant> grants) {
        return grants.stream()
                .map(grant -> "" + letters.get(grant.context()) + grant.then().letter() + grant.pace().sign())
                .collect(Collectors.joining(","));
    }

    /** The tasks of a schedule that call in, as the machine's first program takes them. */
    String callers(List<Grant> grants) {
        return grants.stream()
                .map(Grant::context)
                .distinct()
                .filter(doors::containsKey)
                .map(context -> name(context) + " " + doors.get(context).way().name().toLowerCase(Locale.ROOT) + " "
                        + doors.get(context).path() + "\n")
                .collect(Collectors.joining());
    }
}
