package org.quiesce.workbench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.quiesce.kernellog.Happening;
import org.quiesce.kernellog.KernelLog;
import org.quiesce.kernellog.KernelTask;
import org.quiesce.kernellog.LogEntry.Event;
import org.quiesce.protocol.step.LoweredProgram;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;

/**
 * Which task of a log plays which context of a protocol: the threads by their names, which are cut to 15 characters, and in the
 * order in which they come; the loader first the task that loads the module, then the one that frees it.
 *
 * @param module   the name of the module in the log
 * @param loaded   where it is loaded
 * @param unloader who frees it, if anybody does
 * @param threads  context by number of the task
 * @param tasks    name and number of the tasks by context
 */
record LogCast(String module, Event loaded, Optional<Integer> unloader, Map<Integer, String> threads, Map<String, String> tasks) {

    private static final int LONGEST_NAME = 15;
    private static final Pattern LITERAL = Pattern.compile("\"([^\"]*)\"");

    LogCast {
        threads = Map.copyOf(threads);
        tasks = Map.copyOf(tasks);
    }

    /**
     * The cast of a log.
     *
     * @param named the module, if it has to be said which
     * @throws LogMismatchException if the log does not show who plays whom
     */
    static LogCast of(KernelLog log, LoweredProtocol lowered, Optional<String> named) throws LogMismatchException {
        List<Event> events = log.events().toList();
        Event loaded = loaded(events, named);
        String module = ((Happening.ModuleLoad) loaded.what()).module();
        Map<Integer, Set<String>> comms = comms(events, loaded);
        Map<Integer, String> threads = threads(candidates(events, loaded), comms, lowered);
        Optional<Integer> unloader = unloader(events, loaded, module, threads.keySet());
        Map<String, String> tasks = new HashMap<>();
        threads.forEach((pid, context) -> tasks.put(context, name(comms, pid)));
        tasks.put(lowered.protocol().loader().name(), Stream.concat(Stream.of(loaded.task().toString()),
                        unloader.stream().filter(pid -> pid != loaded.task().pid()).map(pid -> name(comms, pid)))
                .reduce((a, b) -> a + ", then " + b).orElseThrow());
        return new LogCast(module, loaded, unloader, threads, tasks);
    }

    /** Who frees the module, or where that is not shown, stops one of its threads without being one. */
    private static Optional<Integer> unloader(List<Event> events, Event loaded, String module, Set<Integer> threads) {
        List<Event> later = events.stream().filter(e -> e.line() > loaded.line()).toList();
        return later.stream()
                .filter(e -> e.what() instanceof Happening.ModuleFree free && free.module().equals(module))
                .findFirst()
                .or(() -> later.stream().filter(e -> e.what() instanceof Happening.StopBegins stop
                        && threads.contains(stop.target().pid()) && !threads.contains(e.task().pid())).findFirst())
                .map(e -> e.task().pid());
    }

    private static Event loaded(List<Event> events, Optional<String> named) throws LogMismatchException {
        Map<String, Event> loads = new LinkedHashMap<>();
        events.forEach(e -> {
            if (e.what() instanceof Happening.ModuleLoad load) {
                loads.putIfAbsent(load.module(), e);
            }
        });
        if (named.isPresent() && !loads.containsKey(named.get())) {
            throw new LogMismatchException("the log does not show that module " + named.get() + " is loaded"
                    + (loads.isEmpty() ? "" : "; it shows " + String.join(", ", loads.keySet())));
        } else if (named.isEmpty() && loads.isEmpty()) {
            throw new LogMismatchException("the log does not show that a module is loaded; record module_load, from before it is");
        } else if (named.isEmpty() && loads.size() > 1) {
            throw new LogMismatchException("the log shows several modules being loaded; say with --loaded which of "
                    + String.join(", ", loads.keySet()));
        }
        return loads.get(named.orElseGet(() -> loads.keySet().iterator().next()));
    }

    private static Map<Integer, String> threads(
            Set<Integer> candidates, Map<Integer, Set<String>> comms, LoweredProtocol lowered) throws LogMismatchException {
        Map<LoweredProgram, String> names = names(lowered);
        Map<String, Integer> taken = new HashMap<>();
        Map<Integer, String> threads = new LinkedHashMap<>();
        for (int pid : candidates) {
            Optional<LoweredProgram> program = names.keySet().stream()
                    .filter(p -> comms.getOrDefault(pid, Set.of()).stream().anyMatch(comm -> isCalled(comm, names.get(p))))
                    .findFirst();
            if (program.isPresent()) {
                int number = taken.merge(program.get().program().name(), 1, Integer::sum);
                List<String> contexts = program.get().contexts();
                if (number > contexts.size()) {
                    throw new LogMismatchException("the log has more threads called " + names.get(program.get()) + " than the "
                            + contexts.size() + " of the model; give it more with --threads "
                            + program.get().program().name() + "=N");
                }
                threads.put(pid, contexts.get(number - 1));
            }
        }
        return threads;
    }

    /** What is known of the names of a program's threads, by the text of the call that creates them. */
    private static Map<LoweredProgram, String> names(LoweredProtocol lowered) throws LogMismatchException {
        Map<LoweredProgram, String> names = new LinkedHashMap<>();
        for (LoweredProgram program : lowered.programs()) {
            if (program.isKthread()) {
                String name = lowered.steps().filter(step -> creates(step, program)).map(step -> LITERAL.matcher(step.text()))
                        .filter(Matcher::find).map(m -> m.group(1)).findFirst().orElse(program.program().name());
                String cut = name.length() > LONGEST_NAME && !name.substring(0, LONGEST_NAME).contains("%")
                        ? name.substring(0, LONGEST_NAME)
                        : name;
                if (names.containsValue(cut)) {
                    throw new LogMismatchException("threads of two functions are called " + cut
                            + " in a log, which cuts names to " + LONGEST_NAME + " characters; give them other names");
                }
                names.put(program, cut);
            }
        }
        return names;
    }

    private static boolean creates(Step step, LoweredProgram program) {
        return step.micros().stream().anyMatch(m ->
                m instanceof Micro.CreateThread create && create.program().equals(program.program().name()));
    }

    private static boolean isCalled(String comm, String format) {
        int value = format.indexOf('%');
        return value < 0 ? comm.equals(format) : comm.startsWith(format.substring(0, value));
    }

    /** The tasks that may be threads of the module: those that kthreadd forks, or where that is not recorded, that appear. */
    private static Set<Integer> candidates(List<Event> events, Event loaded) {
        boolean forks = events.stream().anyMatch(e -> e.what() instanceof Happening.Fork);
        Set<Integer> before = new HashSet<>();
        List<Integer> after = new ArrayList<>();
        for (Event event : events) {
            if (forks) {
                if (event.line() > loaded.line() && event.what() instanceof Happening.Fork fork
                        && fork.parent().pid() == KernelTask.KTHREADD) {
                    after.add(fork.child().pid());
                }
            } else if (event.line() < loaded.line()) {
                tasks(event).forEach(task -> before.add(task.pid()));
            } else {
                tasks(event).map(KernelTask::pid).filter(pid -> !before.contains(pid)).forEach(after::add);
            }
        }
        return new LinkedHashSet<>(after);
    }

    /** The names that each task has once the module is loaded, the last one last. */
    private static Map<Integer, Set<String>> comms(List<Event> events, Event loaded) {
        Map<Integer, Set<String>> comms = new HashMap<>();
        events.stream().filter(e -> e.line() >= loaded.line()).flatMap(LogCast::tasks).forEach(task -> {
            Set<String> names = comms.computeIfAbsent(task.pid(), pid -> new LinkedHashSet<>());
            names.remove(task.comm());
            names.add(task.comm());
        });
        return comms;
    }

    private static String name(Map<Integer, Set<String>> comms, int pid) {
        return comms.getOrDefault(pid, Set.of()).stream().filter(comm -> !comm.equals("<...>"))
                .reduce((first, second) -> second).orElse("") + "-" + pid;
    }

    private static Stream<KernelTask> tasks(Event event) {
        Happening what = event.what();
        Stream<KernelTask> named = Stream.empty();
        if (what instanceof Happening.Switch change) {
            named = Stream.of(change.previous(), change.next());
        } else if (what instanceof Happening.Waking waking) {
            named = Stream.of(waking.target());
        } else if (what instanceof Happening.Started started) {
            named = Stream.of(started.target());
        } else if (what instanceof Happening.Fork fork) {
            named = Stream.of(fork.child());
        } else if (what instanceof Happening.StopBegins stop) {
            named = Stream.of(stop.target());
        }
        return Stream.concat(Stream.of(event.task()), named);
    }
}
