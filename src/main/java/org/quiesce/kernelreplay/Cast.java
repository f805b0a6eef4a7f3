package org.quiesce.kernelreplay;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Protocol;

/**
 * Who plays which context on a real kernel: a letter for each, and the names of its tasks.
 *
 * @param letters by context
 * @param tasks   for each task that will come its context and its name, in the order in which tasks of one name come
 */
record Cast(Map<String, Character> letters, List<Part> tasks) {

    /** @param task its name, or the beginning of it and a star */
    record Part(String context, String task) {}

    /** A thread is called by a format; what is known of its name ends where the first value is put in. */
    private static final int LONGEST_NAME = 15;
    private static final Pattern CREATION =
            Pattern.compile("kthread_(?:run|create|create_on_node|run_on_cpu|create_on_cpu)\\s*\\(\\s*(\\w+)\\s*,[^\"]*\"([^\"]*)\"");

    Cast {
        letters = Collections.unmodifiableMap(new LinkedHashMap<>(letters));
        tasks = List.copyOf(tasks);
    }

    /**
     * The cast of a protocol that was read from that C.
     *
     * @throws InfrastructureException if there is a context that can't be played yet
     */
    static Cast of(Protocol protocol, String c) throws InfrastructureException {
        List<String> others = new ArrayList<>();
        protocol.fileOperations().forEach(f -> others.add("file operation " + f.name()));
        protocol.callbacks().forEach(callback -> others.add("callback " + callback.name()));
        protocol.environments().forEach(e -> others.add("what is outside: " + e.name()));
        if (!others.isEmpty()) {
            throw new InfrastructureException("only threads, init and exit can be held at gates so far, and there is: "
                    + String.join(", ", others));
        }
        Map<String, String> names = names(c);
        Map<String, Character> letters = new LinkedHashMap<>();
        List<Part> tasks = new ArrayList<>();
        String loader = protocol.loader().name();
        letters.put(loader, 'M');
        tasks.add(new Part(loader, "insmod"));
        tasks.add(new Part(loader, "rmmod"));
        char letter = 'A';
        for (Program.Kthread thread : protocol.kthreads()) {
            String name = Optional.ofNullable(names.get(thread.name())).orElseThrow(() -> new InfrastructureException(
                    "it is not seen what the threads of " + thread.name() + "() are called"));
            for (String context : thread.contexts()) {
                letters.put(context, letter == 'M' ? ++letter : letter);
                letter++;
                tasks.add(new Part(context, name));
            }
        }
        return new Cast(letters, tasks);
    }

    private static Map<String, String> names(String c) {
        Map<String, String> names = new LinkedHashMap<>();
        Matcher creation = CREATION.matcher(c);
        while (creation.find()) {
            String format = creation.group(2);
            int value = format.indexOf('%');
            String known = value < 0 ? format : format.substring(0, value);
            boolean isCut = value >= 0;
            if (known.length() > LONGEST_NAME) {
                known = known.substring(0, LONGEST_NAME);
                isCut = false;
            }
            names.putIfAbsent(creation.group(1), isCut ? known + "*" : known);
        }
        return names;
    }

    /** As the module with the gates takes it. */
    String actors() {
        return tasks.stream().map(part -> letters.get(part.context()) + "=" + part.task()).collect(Collectors.joining(","));
    }

    /** As the module with the gates takes it. */
    String schedule(List<Grant> grants) {
        return grants.stream()
                .map(grant -> "" + letters.get(grant.context()) + grant.then().letter())
                .collect(Collectors.joining(","));
    }
}
