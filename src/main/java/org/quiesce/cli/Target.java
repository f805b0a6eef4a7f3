package org.quiesce.cli;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.quiesce.catalog.Entry;
import org.quiesce.catalog.ModelFile;
import org.quiesce.catalog.ModelFile.Case;
import org.quiesce.catalog.ModelFile.Expectation;
import org.quiesce.catalog.Variant;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Creations;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolException;
import org.quiesce.protocol.step.Granularity;

/**
 * A protocol that the user named.
 *
 * @param name     such as {@code first-kthread/broken}
 * @param place    where its specification belongs, below {@code specs/}
 * @param protocol the protocol
 * @param expected what its model expects, if it comes from a model
 * @param fewer    the same with fewer contexts, if that is to be checked where there is no room for all of them
 */
record Target(String name, String place, Protocol protocol, Optional<Case> expected, Supplier<Optional<Target>> fewer) {

    Target(String name, String place, Protocol protocol, Optional<Case> expected) {
        this(name, place, protocol, expected, Optional::empty);
    }

    static Target of(Entry entry, Variant variant) {
        return new Target(entry.id() + "/" + variant.name(), entry.place() + "/" + variant.name(), variant.protocol(),
                Optional.empty());
    }

    static Target of(ModelFile model, Case variant) {
        return new Target(model.id() + "/" + variant.name(),
                model.kind().place(model.id()) + "/" + variant.name(), variant.protocol(), Optional.of(variant));
    }

    /**
     * The kernels on which it is checked if the user names none: every one that its model names, the newest for a C file,
     * else all.
     */
    List<Profile> kernels() {
        List<Profile> usual = protocol.origin().isPresent() ? List.of(Profiles.newest()) : Profiles.all();
        return expected.map(Case::kernels).filter(kernels -> !kernels.isEmpty()).orElse(usual);
    }

    /**
     * What is a step if the user does not say: of a C file, which does much that decides nothing, what may be merged. A
     * model says how many states there are of one shared access each.
     */
    Granularity granularity() {
        return protocol.origin().isPresent() && expected.isEmpty() ? Granularity.MERGED : Granularity.MICRO;
    }

    /** What is expected on a kernel; its model may say nothing about it. */
    Optional<Expectation> expectation(Profile kernel) {
        return expected.flatMap(variant -> variant.on(kernel));
    }

    /** The name of the variant. */
    String variant() {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    boolean has(String thread) {
        return protocol.kthreads().stream().anyMatch(k -> k.name().equals(thread));
    }

    /** Refuses a number of threads that no run has: it would claim more than is checked. */
    void needs(ThreadCount threads) {
        protocol.creations(threads.thread()).filter(c -> c.most() < threads.count()).ifPresent(creations -> {
            String most = creations.most() == 1 ? "1 thread" : creations.most() + " threads";
            throw new BadInput("no run of " + name + " has more than " + most + " of '" + threads.thread() + "': "
                    + creations.functions().stream().map(Target::creation).collect(Collectors.joining(", "))
                    + "\ngive --threads " + threads.thread() + "=" + creations.most()
                    + ", or create more in the protocol");
        });
    }

    private static String creation(Creations.Function function) {
        return function.tasks() == 1
                ? function.name() + " creates " + function.calls()
                : function.tasks() + " × " + function.name() + " create " + function.calls() + " each";
    }

    /** The same with another number of threads; then it is no longer what its model speaks of. */
    Target with(ThreadCount threads) {
        try {
            return new Target(name, place, protocol.withThreads(threads.thread(), threads.count()), Optional.empty());
        } catch (ProtocolException e) {
            throw new BadInput(e.getMessage());
        }
    }
}
