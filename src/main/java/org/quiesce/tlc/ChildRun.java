package org.quiesce.tlc;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** One main class of a TLC jar, run in a child that is borrowed for it. */
final class ChildRun implements AutoCloseable {
    private static final String JVM_FAULT = "A fatal error has been detected by the Java Runtime Environment";

    private final Children children;
    private final TlcRequest request;
    private final List<String> options;
    private Optional<Child> child = Optional.empty();
    private boolean toVerdict;

    /**
     * A run to be.
     *
     * @param options those that TLC is to have in all runs of the child; none if the run is not one of TLC
     */
    ChildRun(Children children, TlcRequest request, List<String> options) {
        this.children = children;
        this.request = request;
        this.options = options;
    }

    /**
     * Writes the files of the request and runs the main class in their directory, {@code spec}, beside which are the
     * empty directories {@code meta}, {@code graph} and {@code tmp}.
     *
     * @param lines told each line of standard output, on another thread
     * @throws IOException if a file can't be written or the JVM not be started
     */
    Child.End perform(List<String> mainAndArguments, Consumer<String> lines) throws IOException {
        Child.End end = once(mainAndArguments, lines);
        // The JVM trusts an archive: one that was damaged on disk would make every run crash from now on.
        if (end instanceof Child.Exited && isJvmFault() && children.discardWithArchive(child.orElseThrow())) {
            return once(mainAndArguments, lines);
        }
        return end;
    }

    private Child.End once(List<String> mainAndArguments, Consumer<String> lines) throws IOException {
        child = children.borrow(request, options);
        if (child.isEmpty()) {
            return new Child.Stopped();
        }
        writeFiles(child.get().scope());
        return child.get().perform(mainAndArguments, request.timeout(), lines);
    }

    private boolean isJvmFault() {
        return tail().stream().anyMatch(line -> line.contains(JVM_FAULT));
    }

    private void writeFiles(ChildScope scope) throws IOException {
        // TLC unpacks its standard modules to the temporary directory under fixed names: it must not be shared.
        scope.emptyDirectories(
                Stream.of("spec", "meta", "graph", "tmp").map(directory -> scope.path(directory)).toList());
        for (var module : request.modules().entrySet()) {
            scope.write(scope.path("spec", module.getKey() + ".tla"), module.getValue());
        }
        scope.write(scope.path("spec", request.module() + ".cfg"), request.config());
    }

    /** A path beside the directory of the specification. */
    Path path(String name) {
        return child.orElseThrow().scope().path(name);
    }

    /** The end of what was printed, standard error last. */
    List<String> tail() {
        return child.map(Child::tail).orElse(List.of());
    }

    /** The run came to a verdict, so that the child may be used again. */
    void cameToVerdict() {
        toVerdict = true;
    }

    @Override
    public void close() {
        if (toVerdict) {
            child.ifPresent(children::giveBack);
        } else {
            child.ifPresent(children::discard);
        }
    }
}
