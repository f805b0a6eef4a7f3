package org.quiesce.workbench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quiesce.protocol.step.LoweredProgram;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;

/**
 * What the threads of each program are called in a log, which cuts names to 15 characters: as the text of the call says that
 * creates them, or as the user does. Of a name with a {@code %} only what is before it is known.
 */
final class ThreadNames {

    private static final int LONGEST_NAME = 15;
    private static final Pattern LITERAL = Pattern.compile("\"([^\"]*)\"");

    private final Map<LoweredProgram, String> names = new LinkedHashMap<>();

    private ThreadNames() {}

    /**
     * The names of a protocol's threads.
     *
     * @param called by thread function what the user says
     * @throws LogMismatchException if they can't be told apart, or one is not known
     */
    static ThreadNames of(LoweredProtocol lowered, Map<String, String> called) throws LogMismatchException {
        ThreadNames all = new ThreadNames();
        for (LoweredProgram program : lowered.programs()) {
            if (program.isKthread()) {
                String function = program.program().name();
                all.add(program, called.containsKey(function) ? called.get(function) : written(program, lowered));
            }
        }
        for (String function : called.keySet()) {
            if (all.names.keySet().stream().noneMatch(p -> p.program().name().equals(function))) {
                throw new LogMismatchException("the model has no thread function " + function + ", of which --called speaks");
            }
        }
        return all;
    }

    private static String written(LoweredProgram program, LoweredProtocol lowered) throws LogMismatchException {
        Optional<String> name = lowered.steps().filter(step -> creates(step, program)).map(step -> LITERAL.matcher(step.text()))
                .filter(Matcher::find).map(m -> m.group(1)).findFirst();
        if (name.isEmpty() && lowered.protocol().origin().isPresent() || name.filter(n -> n.startsWith("%")).isPresent()) {
            String function = program.program().name();
            throw new LogMismatchException("the model does not say what threads of " + function
                    + " are called; say it with --called " + function + "=NAME");
        }
        return name.orElse(program.program().name());
    }

    private static boolean creates(Step step, LoweredProgram program) {
        return step.micros().stream().anyMatch(m ->
                m instanceof Micro.CreateThread create && create.program().equals(program.program().name()));
    }

    private void add(LoweredProgram program, String name) throws LogMismatchException {
        String cut = name.length() > LONGEST_NAME && !name.substring(0, LONGEST_NAME).contains("%")
                ? name.substring(0, LONGEST_NAME)
                : name;
        if (names.containsValue(cut)) {
            throw new LogMismatchException("threads of two functions are called " + cut
                    + " in a log, which cuts names to " + LONGEST_NAME + " characters; give them other names");
        }
        names.put(program, cut);
    }

    /** What threads of a program are called. */
    String of(LoweredProgram program) {
        return names.get(program);
    }

    /** The program whose threads are called like a task that has had these names. */
    Optional<LoweredProgram> programOf(Set<String> comms) {
        return names.keySet().stream().filter(p -> comms.stream().anyMatch(comm -> isCalled(comm, names.get(p)))).findFirst();
    }

    private static boolean isCalled(String comm, String format) {
        int value = format.indexOf('%');
        return value < 0 ? comm.equals(format) : comm.startsWith(format.substring(0, value));
    }
}
