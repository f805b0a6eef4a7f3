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
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.cdt.core.dom.ast.IASTDeclarator;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.quiesce.csource.Contexts.Creation;
import org.quiesce.csource.Scalars.Role;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.SharedObject.Kind;
import org.quiesce.protocol.SharedObject.Ordering;

/** The objects that the programs of a module were found to share, each declared when it is first met. */
final class Objects {

    /** A field that {@code DEFINE_KTHREAD_WORKER()} has in the header of this room, and no kernel has. */
    private static final String INITIALISED = "initialised";

    /** So many read at a time, at most. */
    private static final int MOST_READERS = 7;

    private final Names names;
    private final Scalars scalars;
    private final Places places;
    private final Map<IBinding, Kind> kinds = new LinkedHashMap<>();
    private final Map<IBinding, Ordering> orderings = new LinkedHashMap<>();
    /** With what semaphores begin; of others nothing is said, and 1 is usual. */
    private final Map<IBinding, Integer> counts = new HashMap<>();
    /** Task pointers of which every program has its own, and the programs that have some. */
    private final Set<String> own = new TreeSet<>();
    private final Set<String> ownPrograms = new HashSet<>();
    /** Memory that is given to kfree_rcu(). */
    private final Set<String> freedLater = new HashSet<>();
    private final Map<String, Kind> kernelLocks = new LinkedHashMap<>();
    private final Map<String, String> exchanging = new LinkedHashMap<>();
    private final Map<String, String> readers = new LinkedHashMap<>();
    private final Map<IBinding, String> nulled = new LinkedHashMap<>();
    private final Map<IBinding, String> erroneous = new LinkedHashMap<>();
    /** The calls that start a thread for a kthread worker. */
    private final Map<IBinding, Set<Creation>> workers = new HashMap<>();

    Objects(Names names, Scalars scalars, Places places) {
        this.names = names;
        this.places = places;
        this.scalars = scalars;
    }

    /**
     * The name of an object.
     *
     * @throws Unresolved if it is another kind of object elsewhere
     */
    String name(IBinding binding, Kind kind) {
        Kind before = kinds.putIfAbsent(binding, kind);
        if (binding instanceof Instance instance && instance.kind() == Instance.Kind.OWN) {
            ownPrograms.add(instance.which());
        }
        if (before != null && before != kind) {
            throw new Unresolved("'" + binding.getName() + "' is used as two kinds of object");
        }
        return kind == Kind.KTHREAD_WORKER
                ? names.ofWorker(binding, places.name(binding))
                : named(binding);
    }

    /** What it is called, of whatever kind it is. */
    private String named(IBinding binding) {
        return names.of(binding, places.name(binding));
    }

    /** A task pointer that only one program has. */
    String ownPointer(String program, String name) {
        own.add(name);
        ownPrograms.add(program);
        return name;
    }

    /** The flag that says that a pointer to memory was set to NULL: what it pointed to is there, or freed, all the same. */
    String nulled(IBinding pointer) {
        return nulled.computeIfAbsent(pointer, p -> names.fresh(places.name(p) + "_is_null"));
    }

    /** The flag that says that a pointer is an error pointer that the file has made itself. */
    String erroneous(IBinding pointer) {
        return erroneous.computeIfAbsent(pointer, p -> names.fresh(places.name(p) + "_is_error"));
    }

    /** Memory is freed after a grace period, too. */
    void freedLater(String memory) {
        freedLater.add(memory);
    }

    /** The lock that makes one step of it to take the value of a pointer and to leave NULL there. */
    String exchanging(String nulled) {
        return exchanging.computeIfAbsent(nulled, n -> names.fresh(n + "_exchanged"));
    }

    /** How many read what a lock guards. */
    String readers(String lock) {
        return readers.computeIfAbsent(lock, l -> names.fresh(l + "_readers"));
    }

    /**
     * The name of a lock of the kernel.
     *
     * @param family what it is called
     * @param lock   which one of these
     */
    String kernelLock(String family, String lock, Kind kind) {
        kernelLocks.put(lock, kind);
        return names.of("kernel " + lock, family);
    }

    /** Whether a program has task pointers of its own: then two contexts that run it are not told right. */
    boolean hasOwnPointers(String program) {
        return ownPrograms.contains(program);
    }

    /** A workqueue is of one ordering, which its allocation decides. */
    String workqueue(IBinding queue, Ordering ordering) {
        orderings.put(queue, ordering);
        return name(queue, Kind.WORKQUEUE);
    }

    /**
     * A semaphore begins with one number.
     *
     * @throws Unresolved if it begins with another one elsewhere
     */
    String semaphore(IBinding semaphore, int initially) {
        Integer before = counts.putIfAbsent(semaphore, initially);
        if (before != null && before != initially) {
            throw new Unresolved("'" + semaphore.getName() + "' begins with different numbers");
        }
        return name(semaphore, Kind.SEMAPHORE);
    }

    /** One more thread runs a kthread worker's loop. */
    String workerThread(IBinding worker, Creation site) {
        workers.computeIfAbsent(worker, w -> new HashSet<>()).add(site);
        return name(worker, Kind.KTHREAD_WORKER);
    }

    /** Those of the variables that are kthread workers, in use, and set up by their definition. */
    List<IASTDeclarator> definedWorkers(Collection<IASTDeclarator> variables) {
        return variables.stream()
                .filter(variable -> kinds.get(variable.getName().resolveBinding()) == Kind.KTHREAD_WORKER)
                .filter(variable -> CModule.fields(variable).containsKey(INITIALISED))
                .toList();
    }

    /** A variable is no object after all. */
    void forget(IBinding binding) {
        kinds.remove(binding);
    }

    /** The variables and fields, as they are declared, of which something is known. */
    Set<IBinding> tracked() {
        return kinds.keySet().stream().map(Instance::declared).collect(Collectors.toSet());
    }

    /** The names of elements of arrays that are none of the first. */
    Set<String> elementsFrom(int first) {
        return kinds.keySet().stream()
                .filter(binding -> binding instanceof Instance instance && instance.isElementFrom(first))
                .map(this::named)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What kind of object a variable was found to be, if any. */
    Optional<Kind> kind(IBinding binding) {
        return Optional.ofNullable(kinds.get(binding));
    }

    List<String> all(Kind kind) {
        List<String> found = new ArrayList<>();
        kinds.forEach((binding, k) -> {
            if (k == kind) {
                found.add(named(binding));
            }
        });
        return found;
    }

    /** Counters, by their names, that users do not count to all that they are compared with. */
    Set<String> outOfReach(int calls) {
        return kinds.entrySet().stream()
                .filter(e -> e.getValue() == Kind.COUNTER && scalars.isOutOfReach(e.getKey(), calls))
                .map(e -> named(e.getKey()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** @param calls how often users may do what the C says once */
    void declare(ProtocolBuilder builder, int calls) {
        own.forEach(builder::taskPointer);
        nulled.values().forEach(builder::flag);
        erroneous.values().forEach(builder::flag);
        exchanging.values().forEach(builder::spinlock);
        readers.values().forEach(counter -> builder.counter(counter, 0, MOST_READERS));
        kernelLocks.forEach((lock, kind) -> {
            String name = names.of("kernel " + lock, lock);
            if (kind == Kind.MUTEX) {
                builder.mutex(name);
            } else {
                builder.rwSemaphore(name);
            }
        });
        kinds.forEach((binding, kind) -> declare(builder, binding, kind, named(binding), calls));
    }

    private void declare(ProtocolBuilder builder, IBinding binding, Kind kind, String name, int calls) {
        switch (kind) {
            case TASK_POINTER -> builder.taskPointer(name);
            case FLAG -> {
                if (scalars.initially(binding) == 0) {
                    builder.flag(name);
                } else {
                    builder.flagInitiallySet(name);
                }
            }
            case COUNTER -> builder.counter(name, scalars.initially(binding), scalars.most(binding, calls));
            case COMPLETION -> builder.completion(name);
            case WAIT_QUEUE -> builder.waitQueue(name);
            case MUTEX -> builder.mutex(name);
            case SPINLOCK -> builder.spinlock(name);
            case SEMAPHORE -> builder.semaphore(name, counts.getOrDefault(binding, 1));
            case RWLOCK -> builder.rwlock(name);
            case RW_SEMAPHORE -> builder.rwSemaphore(name);
            case MEMORY -> {
                if (freedLater.contains(name)) {
                    builder.rcuMemory(name);
                } else {
                    builder.memory(name);
                }
            }
            case WORKQUEUE -> {
                if (orderings.get(binding) == Ordering.ORDERED) {
                    builder.orderedWorkqueue(name);
                } else {
                    builder.workqueue(name);
                }
            }
            case MISC_DEVICE -> builder.miscDevice(name);
            case CHARACTER_DEVICE -> builder.characterDevice(name);
            case DEVICE_ATTRIBUTE -> builder.deviceAttribute(name);
            case PROC_ENTRY -> builder.procEntry(name);
            case DEBUGFS_FILE -> builder.debugfsFile(name);
            case SRCU_DOMAIN -> builder.srcu(name);
            case KTHREAD_WORKER -> builder.kthreadWorker(name, Math.max(1, workers.getOrDefault(binding, Set.of()).size()));
            default -> throw new AssertionError(kind);
        }
    }

    /** How a shared number is told. */
    Role role(IBinding number) {
        return scalars.role(number);
    }
}
