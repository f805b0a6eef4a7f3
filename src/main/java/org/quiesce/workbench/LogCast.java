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
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quiesce.kernellog.Happening;
import org.quiesce.kernellog.KernelLog;
import org.quiesce.kernellog.KernelTask;
import org.quiesce.kernellog.LogEntry;
import org.quiesce.kernellog.LogEntry.Event;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.step.LoweredProgram;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Visibility;

/**
 * Which task of a log plays which context of a protocol: the threads by their names, which are cut to 15 characters, and in the
 * order in which they come; the loader first the task that loads the module, then the one that frees it.
 *
 * @param module   the name of the module in the log
 * @param loaded   where it is loaded
 * @param life     what the log has up to where it is loaded again, if it is
 * @param unloader who frees it, if that is known: else it may be any task that plays no other part
 * @param threads  context by number of the task
 * @param unforked the threads of which the log does not show that they are created
 * @param tasks    name and number of the tasks by context
 */
record LogCast(String module, Event loaded, List<LogEntry> life, Optional<Integer> unloader, Map<Integer, String> threads,
        Set<Integer> unforked, Map<String, String> tasks) {

    LogCast {
        life = List.copyOf(life);
        threads = Map.copyOf(threads);
        unforked = Set.copyOf(unforked);
        tasks = Map.copyOf(tasks);
    }

    /**
     * The casts that a log can have, the most likely first. Where it does not show who frees the module, that is who stops a
     * thread; if others may do so, too, or nobody does, it may also be anybody.
     *
     * @param named the module, if it has to be said which
     * @throws LogMismatchException if the log does not show who plays whom
     */
    static List<LogCast> of(KernelLog log, LoweredProtocol lowered, Optional<String> named, ThreadNames names)
            throws LogMismatchException {
        Event loaded = loaded(log.events().toList(), named);
        String module = ((Happening.ModuleLoad) loaded.what()).module();
        List<LogEntry> life = log.entries().stream().takeWhile(e -> !isLoadedAgain(e, loaded)).toList();
        List<Event> events = events(life).toList();
        Map<Integer, Set<String>> comms = comms(events, loaded);
        Set<Integer> forked = forked(events, loaded, module);
        Set<Integer> candidates = new LinkedHashSet<>(forked);
        if (!log.names().contains("sched_process_fork") || life.stream().anyMatch(e -> isGapAfter(e, loaded))) {
            candidates.addAll(appearing(events, loaded));
        }
        Map<Integer, String> threads = threads(candidates, comms, names);
        Set<Integer> unforked = threads.keySet().stream().filter(pid -> !forked.contains(pid)).collect(Collectors.toSet());
        String loader = lowered.protocol().loader().name();
        return unloaders(events, loaded, module, threads.keySet(), lowered).stream()
                .map(unloader -> new LogCast(module, loaded, life, unloader, threads, unforked,
                        tasks(loader, loaded, unloader, threads, comms)))
                .toList();
    }

    /** Of what the log says nothing that could be looked at: how it ends, if it ends too soon, and events of other kinds. */
    List<String> unseen() {
        List<String> unseen = new ArrayList<>();
        if (events(life).noneMatch(event -> event.what() instanceof Happening.ModuleFree free && free.module().equals(module))) {
            unseen.add("what comes after the end of the log, which does not show that " + module + " is freed");
        }
        Map<String, Long> others = events(life).filter(event -> event.what() instanceof Happening.Other)
                .collect(Collectors.groupingBy(Event::name, TreeMap::new, Collectors.counting()));
        if (!others.isEmpty()) {
            unseen.add("events of which nothing is known: " + others.entrySet().stream()
                    .map(other -> other.getKey() + " (" + other.getValue() + ")").collect(Collectors.joining(", ")));
        }
        return unseen;
    }

    private static Map<String, String> tasks(String loader, Event loaded, Optional<Integer> unloader,
            Map<Integer, String> threads, Map<Integer, Set<String>> comms) {
        Map<String, String> tasks = new HashMap<>();
        threads.forEach((pid, context) -> tasks.put(context, name(comms, pid)));
        tasks.put(loader, Stream.concat(Stream.of(loaded.task().toString()),
                        unloader.stream().filter(pid -> pid != loaded.task().pid()).map(pid -> name(comms, pid)))
                .reduce((a, b) -> a + ", then " + b).orElseThrow());
        return tasks;
    }

    /** Whether init fails: who loads the module frees it. */
    boolean initFails() {
        return unloader.filter(pid -> pid == loaded.task().pid()).isPresent();
    }

    private static boolean isLoadedAgain(LogEntry entry, Event loaded) {
        return entry.line() > loaded.line() && entry instanceof Event event && event.what().equals(loaded.what());
    }

    private static boolean isGapAfter(LogEntry entry, Event loaded) {
        return entry instanceof LogEntry.Gap && entry.line() > loaded.line();
    }

    private static Stream<Event> events(List<LogEntry> entries) {
        return entries.stream().filter(Event.class::isInstance).map(Event.class::cast);
    }

    /** Who may be the one that frees the module. */
    private static List<Optional<Integer>> unloaders(List<Event> events, Event loaded, String module, Set<Integer> threads,
            LoweredProtocol lowered) {
        List<Event> later = events.stream().filter(e -> e.line() > loaded.line()).toList();
        Optional<Integer> shown = later.stream().filter(e -> e.what().equals(new Happening.ModuleFree(module)))
                .findFirst().map(e -> e.task().pid());
        if (shown.isPresent()) {
            return List.of(shown);
        }
        List<Optional<Integer>> stoppers = later.stream().filter(e -> e.what() instanceof Happening.StopBegins stop
                        && threads.contains(stop.target().pid()) && !threads.contains(e.task().pid()))
                .map(e -> Optional.of(e.task().pid())).distinct().collect(Collectors.toCollection(ArrayList::new));
        boolean othersStop = lowered.programs().stream()
                .anyMatch(p -> !p.isKthread() && !(p.program() instanceof Program.Loader) && !Visibility.stops(p).isEmpty());
        if (stoppers.isEmpty() || othersStop) {
            stoppers.add(Optional.empty());
        }
        return stoppers;
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

    private static Map<Integer, String> threads(Set<Integer> candidates, Map<Integer, Set<String>> comms,
            ThreadNames names) throws LogMismatchException {
        Map<String, Integer> taken = new HashMap<>();
        Map<Integer, String> threads = new LinkedHashMap<>();
        for (int pid : candidates) {
            Optional<LoweredProgram> program = names.programOf(comms.getOrDefault(pid, Set.of()));
            if (program.isPresent()) {
                int number = taken.merge(program.get().program().name(), 1, Integer::sum);
                List<String> contexts = program.get().contexts();
                if (number > contexts.size()) {
                    throw new LogMismatchException("the log has more threads called " + names.of(program.get()) + " than the "
                            + contexts.size() + " of the model; give it more with --threads "
                            + program.get().program().name() + "=N");
                }
                threads.put(pid, contexts.get(number - 1));
            }
        }
        return threads;
    }

    /** The tasks that kthreadd forks while the module is there. */
    private static Set<Integer> forked(List<Event> events, Event loaded, String module) {
        return events.stream().filter(e -> e.line() > loaded.line())
                .takeWhile(e -> !e.what().equals(new Happening.ModuleFree(module)))
                .filter(e -> e.what() instanceof Happening.Fork fork && fork.parent().pid() == KernelTask.KTHREADD)
                .map(e -> ((Happening.Fork) e.what()).child().pid())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The tasks that are first seen once the module is loaded, and are not forked in the log. */
    private static List<Integer> appearing(List<Event> events, Event loaded) {
        Set<Integer> known = new HashSet<>();
        List<Integer> appearing = new ArrayList<>();
        for (Event event : events) {
            if (event.what() instanceof Happening.Fork fork) {
                known.add(fork.child().pid());
            }
            tasks(event).map(KernelTask::pid).filter(known::add).filter(pid -> event.line() > loaded.line()).forEach(appearing::add);
        }
        return appearing;
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
