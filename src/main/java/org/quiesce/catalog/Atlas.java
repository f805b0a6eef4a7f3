package org.quiesce.catalog;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.quiesce.catalog.real.RealBugs;

/** The library of faults, examples and real bugs, in the order in which a reader should meet them. */
public final class Atlas {

    private final List<Entry> entries;

    private Atlas(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /** The atlas that Quiesce comes with: examples first, then the faults by family, then real bugs by subsystem. */
    public static Atlas standard() {
        return new Atlas(Stream.of(
                        Examples.entries(),
                        OutlivingThreads.entries(),
                        IncompleteTeardowns.entries(),
                        LeftoverCallbacks.entries(),
                        BadStops.entries(),
                        StrayPointers.entries(),
                        StopDeadlocks.entries(),
                        MisplacedStops.entries(),
                        CallbackWaits.entries(),
                        LostWakeups.entries(),
                        DeafThreads.entries(),
                        BusyThreads.entries(),
                        SleepingThreads.entries(),
                        BirthFaults.entries(),
                        UncheckedBirths.entries(),
                        ParkFaults.entries(),
                        RearmedCallbacks.entries(),
                        WorkqueueTeardowns.entries(),
                        KthreadWorkers.entries(),
                        InterruptThreads.entries(),
                        ModuleReferences.entries(),
                        RealBugs.entries())
                .flatMap(List::stream)
                .toList());
    }

    public List<Entry> entries() {
        return entries;
    }

    /** The entries of that kind. */
    public List<Entry> entries(Entry.Kind kind) {
        return entries.stream().filter(e -> e.kind() == kind).toList();
    }

    /** The ids of the entries, in their order. */
    public List<String> ids() {
        return entries.stream().map(Entry::id).toList();
    }

    /** The entry of that id. */
    public Optional<Entry> entry(String id) {
        return entries.stream().filter(e -> e.id().equals(id)).findFirst();
    }

    /** The id that somebody may have meant, if one is near enough. */
    public Optional<String> suggestion(String id) {
        return Suggestion.nearest(id, ids());
    }
}
