package org.quiesce.cli;

import java.time.Duration;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.report.Further;
import org.quiesce.tlc.AnswerCache;
import org.quiesce.tlc.TlcJar;
import org.quiesce.tlc.TlcJarException;
import org.quiesce.workbench.CheckRequest;
import org.quiesce.workbench.Engines;
import org.quiesce.workbench.Workbench;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say what is checked of protocols, and how. */
final class CheckOptions {

    @Mixin
    private ProtocolOptions protocols = new ProtocolOptions();

    @Option(names = "--property", paramLabel = "NAME[,NAME...]", converter = Converters.PropertyNames.class,
            completionCandidates = Candidates.PropertyNames.class,
            description = "Check only these properties (default: all that apply).")
    private List<Claims> claims = List.of();

    @Option(names = "--engine", paramLabel = "both|tlc|sim", defaultValue = "both",
            converter = Converters.EngineName.class, completionCandidates = Candidates.EngineNames.class,
            description = "Which engines decide; both must agree (default: ${DEFAULT-VALUE}).")
    private Engines engines = Engines.BOTH;

    @Option(names = "--timeout", paramLabel = "TIME", defaultValue = "10m", converter = Converters.Time.class,
            description = "Give up a check after this time: 90s, 5m, 1h (default: 10m).")
    private Duration timeout = Duration.ofMinutes(10);

    @Option(names = "--tlc-jar", paramLabel = "JAR", converter = Converters.Place.class,
            description = "Use TLC of this tla2tools.jar.")
    private Optional<Path> tlcJar = Optional.empty();

    @Option(names = "--no-cache",
            description = "Run TLC even for what it answered in an earlier call, on the same specification.")
    private boolean noCache;

    /** What is to be checked: every target on its kernels, as far as a property that was named applies to it. */
    List<Plan> plan(List<Target> targets) {
        List<Property> properties = Once.each("--property",
                claims.stream().flatMap(c -> c.properties().stream()).toList(), Property::id);
        List<Plan> plans = targets.stream()
                .map(t -> new Plan(t, applicable(properties, t)))
                .filter(p -> properties.isEmpty() || !p.properties().isEmpty())
                .toList();
        for (Property property : properties) {
            if (plans.stream().noneMatch(p -> p.properties().contains(property))) {
                throw doesNotApply(property, targets.get(0));
            }
        }
        return plans;
    }

    private Set<Property> applicable(List<Property> properties, Target target) {
        LoweredProtocol lowered = Lowering.lower(target.protocol(), protocols.granularity(target));
        return properties.stream().filter(p -> p.appliesTo(lowered)).collect(Collectors.toUnmodifiableSet());
    }

    private BadInput doesNotApply(Property property, Target target) {
        LoweredProtocol lowered = Lowering.lower(target.protocol(), protocols.granularity(target));
        return new BadInput("property " + property.id() + " does not apply to " + target.name() + "\nthese do: "
                + String.join(", ", Property.of(lowered).stream().map(Property::id).toList())
                + "\n" + Further.COMMAND + property.id() + " says what it is about");
    }

    List<Profile> kernels(Target target) {
        return protocols.kernels(target);
    }

    /**
     * A target, and what is to be checked of it.
     *
     * @param properties empty for all that apply
     */
    record Plan(Target target, Set<Property> properties) {}

    /** A workbench with the TLC that is to be used. */
    Workbench workbench(AnswerCache answers) {
        return Workbench.using(tlc(), noCache ? AnswerCache.none() : answers);
    }

    private TlcJar tlc() {
        try {
            return tlcJar.map(TlcJar::new).orElseGet(TlcJar::bundled);
        } catch (TlcJarException e) {
            throw new BadInput((tlcJar.isPresent() ? "--tlc-jar: " : "") + e.getMessage());
        }
    }

    CheckRequest request(Plan plan, Profile kernel) {
        return new CheckRequest(plan.target().protocol(), kernel, protocols.granularity(plan.target()), plan.properties(), engines,
                timeout);
    }
}
