package org.quiesce.experiment;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.quiesce.protocol.property.Property;
import org.quiesce.result.Checked;
import org.quiesce.result.Conformance;
import org.quiesce.sim.ProgressListener;
import org.quiesce.workbench.CheckRequest;
import org.quiesce.workbench.CheckResult;
import org.quiesce.workbench.Measured;
import org.quiesce.workbench.PropertyResult;
import org.quiesce.workbench.Verdict;
import org.quiesce.workbench.Workbench;

/** Measures one check at a time. */
public final class Bench {

    /** Where a result says by which engines it was found. */
    private static final Pattern TLC = Pattern.compile("^engines: .*?\\b(TLC\\w* Version [^;]*)");

    private final Workbench workbench;

    /** A bench on which TLC always runs afresh: an answer that was kept would cost nothing. */
    public Bench(Workbench workbench) {
        this.workbench = workbench;
    }

    /**
     * What is to be measured.
     *
     * @param what        name of what is checked
     * @param threads     as in {@link Row}
     * @param fingerprint of the steps, for which they are lowered: that is done once
     */
    public record Setting(String what, String threads, CheckRequest request, int repetition, String fingerprint) {

        public Setting(String what, String threads, CheckRequest request, int repetition) {
            this(what, threads, request, repetition, request.steps().fingerprint());
        }

        /** As {@link Row#key()} of what comes of it. */
        public List<Object> key() {
            return List.of(what, fingerprint, request.profile().name(), threads, request.granularity().id(), engines(), repetition);
        }

        /** Seconds after which it is given up. */
        long timeout() {
            return request.timeout().toSeconds();
        }

        private String engines() {
            return request.engines().name().toLowerCase(Locale.ROOT);
        }
    }

    /** A measurement, and what was found. */
    public record Taken(Row row, CheckResult result) {}

    /**
     * Measures it.
     *
     * @param listener told how far a search is
     */
    public Taken measure(Setting setting, ProgressListener listener) {
        try (ResidentMemory memory = ResidentMemory.watched()) {
            Instant start = Instant.now();
            Measured measured = workbench.measure(setting.request(), listener);
            Duration took = Duration.between(start, Instant.now());
            return new Taken(row(setting, measured, took, memory.most()), measured.result());
        }
    }

    private static Row row(Setting setting, Measured measured, Duration took, OptionalDouble memory) {
        CheckResult result = measured.result();
        return new Row(setting.what(), setting.fingerprint(), result.profile().name(), setting.threads(), result.granularity().id(), setting.engines(),
                setting.repetition(), setting.timeout(),
                new Checked(setting.what(), result, new Conformance.Unstated()).verdict().word(),
                result.properties().stream().filter(p -> p.verdict() == Verdict.VIOLATED).map(PropertyResult::property)
                        .map(Property::id).toList(),
                result.simStates().isPresent() ? result.simStates() : result.tlcStates(),
                measured.searched().map(seen -> OptionalInt.of(seen.depth())).orElse(OptionalInt.empty()),
                took.toMillis() / 1000.0, memory, tlc(result), result.failure().map(CheckResult.Failure::message));
    }

    private static Optional<String> tlc(CheckResult result) {
        return result.restsOn().stream().flatMap(clause -> TLC.matcher(clause).results()).map(found -> found.group(1)).findFirst();
    }
}
