package org.quiesce.csource;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.eclipse.cdt.core.dom.ast.IASTDeclarator;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.quiesce.csource.Place.Variable;
import org.quiesce.protocol.Program.CallbackKind;
import org.quiesce.protocol.Program.Timing;
import org.quiesce.protocol.SharedObject.KthreadWorker;

/**
 * The contexts that the code creates or asks for as it runs: threads and callbacks. A context is known once some call
 * that can be reached names it.
 */
final class Contexts {

    /**
     * A function that runs in a context.
     *
     * @param name     of its program
     * @param function whose statements it runs
     * @param argument what one of its parameters points to
     * @param position of that parameter
     */
    record Running(String name, IASTFunctionDefinition function, Optional<Place> argument, int position) {

        Running(String name, IASTFunctionDefinition function, Optional<Place> argument) {
            this(name, function, argument, 0);
        }
    }

    /** A callback that was named. */
    record Callback(Running running, CallbackKind kind, Timing timing) {}

    /**
     * The thread of a {@code struct smp_hotplug_thread}, and where its pointer is stored.
     *
     * @param description the variable of that type
     * @param line        its line
     */
    record Smpboot(String thread, String pointer, String description, int line) {}

    /**
     * What creates a thread.
     *
     * @param offset of the call in the file
     * @param turns  of loops that are unrolled
     * @param turn   of one that is not
     * @param call   of what a user calls more than once
     */
    record Creation(String program, int offset, List<Integer> turns, int turn, int call) {}

    /** A handler that only wakes the thread of its interrupt, for a request at that line. */
    record DefaultHandler(String name, int line) {}

    /** A field that {@code DECLARE_TASKLET_DISABLED()} has in the header of this room, and no kernel has. */
    private static final String DISABLED = "disabled";

    private final Registrations registrations;
    private final Places places;
    private final Names names;
    private final Objects objects;
    private final CModule file;

    private final Map<Object, Running> threads = new LinkedHashMap<>();
    private final Map<String, Set<Creation>> creations = new HashMap<>();
    private final Map<Object, Callback> callbacks = new LinkedHashMap<>();
    private final Map<String, Optional<String>> runners = new HashMap<>();
    private final Map<IBinding, Smpboot> percpu = new LinkedHashMap<>();
    private final Map<String, Running> hotplug = new LinkedHashMap<>();
    private final Map<String, DefaultHandler> defaultHandlers = new LinkedHashMap<>();
    private final Map<IBinding, Running> taskWorks = new LinkedHashMap<>();

    Contexts(CModule file, Places places, Registrations registrations, Names names, Objects objects) {
        this.file = file;
        this.places = places;
        this.registrations = registrations;
        this.names = names;
        this.objects = objects;
    }

    // ---- threads

    /** The name of the program of a thread that is created there. */
    String thread(IASTFunctionDefinition function, Optional<Place> argument, CallSite site) {
        String c = Registrations.name(function);
        Optional<Place> element = argument.filter(place -> isElement(place) || places.isOneOfSeveral(place));
        Object key = element.isPresent() ? List.of(c, element.get()) : c;
        Running thread = threads.computeIfAbsent(key, f -> new Running(
                names.of(element.isPresent() ? key : "function " + c, c), function, argument));
        if (thread.argument().isPresent() && !thread.argument().equals(argument)) {
            site.in().abstracted(Abstraction.Kind.CHOICE, site.line(), "what " + c + "() gets differs from call to call");
        }
        creations.computeIfAbsent(thread.name(), f -> new HashSet<>()).addAll(sites(site));
        return thread.name();
    }

    /** Whether each thread gets an argument of its own, and is told apart by it. */
    private static boolean isElement(Place argument) {
        return argument instanceof Place.Number
                || argument instanceof Variable variable && variable.binding() instanceof Instance instance
                && instance.kind() != Instance.Kind.OWN;
    }

    /** The name of the program of a thread that runs a worker's loop. */
    String workerThread(Place worker, CallSite site) {
        if (!(worker instanceof Variable variable)) {
            throw new Unresolved("which kthread worker the thread runs is unknown");
        }
        String name = objects.workerThread(variable.binding(), site(site, 0));
        return new KthreadWorker(name).thread();
    }

    /** One for every thread that a call may create; a call in a loop creates two. */
    private static List<Creation> sites(CallSite site) {
        Creation once = site(site, 0);
        return site.in().isInLoop() ? List.of(once, site(site, 1)) : List.of(once);
    }

    private static Creation site(CallSite site, int turn) {
        return new Creation(site.in().program(), site.arguments().get(0).getFileLocation().getNodeOffset(),
                site.in().turns(), turn, site.in().calls());
    }

    /** @param contexts how many run a program: each of them creates its own */
    int threads(Running thread, ToIntFunction<String> contexts) {
        return creations.get(thread.name()).stream().mapToInt(creation -> contexts.applyAsInt(creation.program())).sum();
    }

    List<Running> threads() {
        return new ArrayList<>(threads.values());
    }

    // ---- callbacks

    /** The name of the callback of an object. */
    String callback(IBinding object, CallbackKind kind) {
        Callback callback = callbacks.computeIfAbsent(object, o -> {
            IASTFunctionDefinition function = registrations.function(object)
                    .orElseThrow(() -> new Unresolved("the function of '" + object.getName() + "' is not in this file"));
            String c = Registrations.name(function);
            return new Callback(new Running(names.of(List.of("callback", object), c), function,
                    registrations.argument(object)), kind,
                    registrations.isDelayed(object) ? Timing.DELAYED : Timing.AT_ONCE);
        });
        if (callback.kind() != kind) {
            throw new Unresolved("'" + object.getName() + "' is used as two kinds of callback");
        }
        return callback.running().name();
    }

    /** Those of the variables that are tasklets, in use, and disabled by their definition. */
    List<IASTDeclarator> disabledTasklets(Collection<IASTDeclarator> variables) {
        return variables.stream()
                .filter(variable -> callbacks.containsKey(variable.getName().resolveBinding()))
                .filter(variable -> CModule.fields(variable).containsKey(DISABLED))
                .toList();
    }

    /**
     * The name of a callback that is given by its function.
     *
     * @param data what the function gets; empty if that is unknown, or nothing
     */
    String callback(IASTFunctionDefinition function, CallbackKind kind, Optional<Place> data) {
        String c = Registrations.name(function);
        int position = kind == CallbackKind.IRQ || kind == CallbackKind.IRQ_THREAD ? 1 : 0;
        return callbacks.computeIfAbsent(c, f -> new Callback(
                        new Running(names.of("function " + c, c), function, data, position), kind, Timing.AT_ONCE))
                .running().name();
    }

    /** Whether a function is called back with other data elsewhere. */
    boolean getsOther(IASTFunctionDefinition function, Optional<Place> data) {
        Callback known = callbacks.get(Registrations.name(function));
        return known != null && !known.running().argument().equals(data);
    }

    /** An item is queued on a workqueue or worker; on a system workqueue, if none is given. */
    String queued(String item, Optional<String> runner) {
        Optional<String> before = runners.putIfAbsent(item, runner);
        if (before != null && !before.equals(runner)) {
            throw new Unresolved("'" + item + "' is queued in two places, which is not modelled");
        }
        return item;
    }

    Optional<String> runner(Callback callback) {
        return runners.getOrDefault(callback.running().name(), Optional.empty());
    }

    List<Callback> callbacks() {
        return new ArrayList<>(callbacks.values());
    }

    /** The handler of the interrupt of that number. */
    String irqHandler(IASTExpression irq) {
        return registrations.interrupt(Ast.text(irq))
                .flatMap(interrupt -> file.function(interrupt.function()).map(function ->
                        interrupt.kind() == CallbackKind.IRQ_THREAD
                                ? defaultHandler(function, Ast.line(irq))
                                : callback(function, CallbackKind.IRQ, Optional.empty())))
                .orElseThrow(() -> new Unresolved("which handler '" + Ast.text(irq) + "' has is unknown"));
    }

    /** The kernel's handler of an interrupt that has none, which wakes the thread that runs a function (kernel/irq/manage.c). */
    String defaultHandler(IASTFunctionDefinition thread, int line) {
        return defaultHandlers.computeIfAbsent(Registrations.name(thread), t -> new DefaultHandler(
                names.of(List.of("default handler", t), "irq_default_primary_handler"), line)).name();
    }

    List<DefaultHandler> defaultHandlers() {
        return new ArrayList<>(defaultHandlers.values());
    }

    List<String> rcuCallbacks() {
        return registrations.rcuCallbacks().stream()
                .flatMap(name -> file.function(name).stream())
                .map(function -> callback(function, CallbackKind.RCU, Optional.empty()))
                .toList();
    }

    // ---- the rest

    /** A function is called when a CPU goes offline. */
    void hotplug(IASTFunctionDefinition function) {
        String c = Registrations.name(function);
        hotplug.computeIfAbsent(c, f -> new Running(names.of("function " + c, c), function, Optional.empty()));
    }

    List<Running> hotplug() {
        return new ArrayList<>(hotplug.values());
    }

    /** The name of the function of a {@code struct callback_head}. */
    String taskWork(Place place) {
        if (!(place instanceof Variable head) || registrations.function(head.binding()).isEmpty()) {
            throw new Unresolved("the function of the task work is not in this file");
        }
        return taskWorks.computeIfAbsent(head.binding(), h -> {
            IASTFunctionDefinition function = registrations.function(head.binding()).get();
            String c = Registrations.name(function);
            return new Running(names.of("function " + c, c), function, Optional.of(place));
        }).name();
    }

    List<Running> taskWorks() {
        return new ArrayList<>(taskWorks.values());
    }

    Smpboot smpboot(Place place) {
        if (!(place instanceof Variable description)) {
            throw new Unresolved("which per-CPU thread it is is unknown");
        }
        IBinding binding = description.binding();
        return percpu.computeIfAbsent(binding, b -> {
            String pointer = registrations.field(b.getName(), "store")
                    .filter(IASTExpression.class::isInstance)
                    .flatMap(store -> places.of((IASTExpression) store, Scope.nowhere()))
                    .filter(Variable.class::isInstance)
                    .map(store -> ((Variable) store).binding())
                    .map(store -> names.of(store, store.getName()))
                    .orElseThrow(() -> new Unresolved("where '" + b.getName() + "' stores its threads is unknown"));
            return new Smpboot(names.of("threads of " + b.getName(), b.getName().replaceFirst("_threads?$", "")),
                    pointer, b.getName(),
                    Ast.line(file.variables().get(b.getName())));
        });
    }

    /** The function of the file that a field of the description names. */
    Optional<IASTFunctionDefinition> function(Smpboot threads, String field) {
        return registrations.field(threads.description(), field).flatMap(file::functionNamedBy);
    }

    List<Smpboot> smpboots() {
        return new ArrayList<>(percpu.values());
    }
}
