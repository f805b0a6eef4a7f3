package org.quiesce.tlc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * One run of TLC. Immutable; built by {@link #module(String, String)}.
 *
 * @param module the root module's name
 * @param modules text of each module by name, the root included
 * @param config text of the configuration
 * @param heapMebibytes heap limit of the child
 * @param timeout after which the child is killed, its start included
 * @param workers threads that explore states; the trace is shortest and always the same only with one
 */
public record TlcRequest(
        String module,
        Map<String, String> modules,
        String config,
        Mode mode,
        Set<Option> options,
        Jvm jvm,
        int heapMebibytes,
        int workers,
        Duration timeout) {

    /** What the run is for. */
    public enum Mode {
        /** Invariants and other safety properties. */
        SAFETY,
        /** Temporal properties, checked once on the complete state graph ({@code -lncheck final}). */
        LIVENESS,
        /** As {@link #SAFETY}, and read the whole state graph. */
        GRAPH
    }

    /** What may be switched on. */
    public enum Option {
        /** Count how often each action is taken. */
        COVERAGE,
        /** A state without successor is no error, whatever the configuration says. */
        IGNORE_DEADLOCK
    }

    /** How the child JVM is tuned. */
    public enum Jvm {
        /** Starts fastest: serial collector, first compiler only, class-data archive. For up to some 100,000 states. */
        SMALL,
        /** Runs fastest: parallel collector, both compilers. */
        LARGE
    }

    /** @throws IllegalArgumentException if a name is not a word or a limit not positive */
    public TlcRequest {
        modules = Collections.unmodifiableMap(new LinkedHashMap<>(modules));
        EnumSet<Option> sorted = EnumSet.noneOf(Option.class);
        sorted.addAll(options);
        options = Collections.unmodifiableSet(sorted);
        for (String name : modules.keySet()) {
            // The name becomes a file name: nothing in it may leave the directory of the run.
            if (!TlcStrings.isWord(name)) {
                throw new IllegalArgumentException("not the name of a module: \"" + name + "\"");
            }
        }
        positive(heapMebibytes, "heap limit in MiB");
        positive(workers, "number of workers");
        positive(timeout.toMillis(), "time limit in ms");
    }

    private static void positive(long number, String what) {
        if (number <= 0) {
            throw new IllegalArgumentException("the " + what + " must be positive, not " + number);
        }
    }

    /** A run of the module of this name and text. */
    public static Builder module(String name, String text) {
        return new Builder(name, text);
    }

    /**
     * A run of the module and the configuration in these files. Modules that it extends, other than the standard
     * ones, are to be added with {@link Builder#alsoModule(String, String)}.
     *
     * @throws IOException if one of them can't be read
     */
    public static Builder files(Path module, Path config) throws IOException {
        String name = module.getFileName().toString().replaceFirst("\\.tla$", "");
        return module(name, Files.readString(module, StandardCharsets.UTF_8))
                .config(Files.readString(config, StandardCharsets.UTF_8));
    }

    /**
     * Defaults: empty configuration, safety, no options, small JVM, 1024 MiB of heap, one worker, ten minutes.
     */
    public static final class Builder {
        private final String module;
        private final Map<String, String> modules = new LinkedHashMap<>();
        private final Set<Option> options = EnumSet.noneOf(Option.class);
        private String config = "";
        private Mode mode = Mode.SAFETY;
        private Jvm jvm = Jvm.SMALL;
        private int heapMebibytes = 1024;
        private int workers = 1;
        private Duration timeout = Duration.ofMinutes(10);

        private Builder(String module, String text) {
            this.module = module;
            modules.put(module, text);
        }

        /** A further module that the root extends or instantiates. */
        public Builder alsoModule(String name, String text) {
            modules.put(name, text);
            return this;
        }

        /** Text of the configuration file. */
        public Builder config(String text) {
            config = text;
            return this;
        }

        public Builder mode(Mode mode) {
            this.mode = mode;
            return this;
        }

        public Builder with(Option option) {
            options.add(option);
            return this;
        }

        public Builder jvm(Jvm jvm) {
            this.jvm = jvm;
            return this;
        }

        public Builder heapMebibytes(int limit) {
            heapMebibytes = limit;
            return this;
        }

        public Builder workers(int count) {
            workers = count;
            return this;
        }

        public Builder timeout(Duration limit) {
            timeout = limit;
            return this;
        }

        public TlcRequest build() {
            return new TlcRequest(module, modules, config, mode, options, jvm, heapMebibytes, workers, timeout);
        }
    }
}
