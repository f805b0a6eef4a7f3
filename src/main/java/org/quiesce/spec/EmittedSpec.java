package org.quiesce.spec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quiesce.kernel.Axis;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.SharedObject;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.protocol.step.StateVariable;
import org.quiesce.protocol.step.SystemEvent;
import org.quiesce.protocol.step.Vocabulary;
import org.quiesce.tla.ConfigBuilder;
import org.quiesce.tla.Definition;
import org.quiesce.tla.Expr;
import org.quiesce.tla.LivenessConfig;
import org.quiesce.tla.Module;
import org.quiesce.tla.SafetyConfig;
import org.quiesce.tla.Tla;

/**
 * A protocol in TLA+: a module, and configurations for TLC.
 *
 * <p>The variables of the module are those of {@link Vocabulary}, by name and in order. Their values read as follows:
 * <ul>
 *   <li>a plain variable is its value, every other one a function whose domain is the set of its indices;
 *   <li>a number is a number, a truth value {@code TRUE} or {@code FALSE}, a set of contexts a set of model values;
 *   <li>a word is a model value if it is one of {@link #modelValues()} and the variable is a pointer, an owner, the
 *       work that a worker runs or {@code arg}; else it is a string. Either way it is spelled as the {@code Datum.Word}.
 * </ul>
 * The actions that TLC names are {@code Step.action()} and {@code SystemEvent.action()}, without their parameter, and
 * {@code Initial predicate}.
 */
public final class EmittedSpec {

    /** The invariant that the run stays within the bounds. */
    public static final String WITHIN_BOUNDS = Operator.WITHIN_BOUNDS.symbol();

    /** The name of a formula of the user's own. */
    public static final String OWN_FORMULA = "OwnFormula";

    private final LoweredProtocol lowered;
    private final Module module;
    private final List<String> modelValues;
    private final List<Axis> axes;
    private final boolean boundable;
    private final List<String> constraints;

    EmittedSpec(
            LoweredProtocol lowered, Module module, List<String> modelValues, List<Axis> axes, boolean boundable) {
        this(lowered, module, modelValues, axes, boundable, List.of());
    }

    private EmittedSpec(
            LoweredProtocol lowered,
            Module module,
            List<String> modelValues,
            List<Axis> axes,
            boolean boundable,
            List<String> constraints) {
        this.lowered = lowered;
        this.module = module;
        this.modelValues = List.copyOf(modelValues);
        this.axes = List.copyOf(axes);
        this.boundable = boundable;
        this.constraints = constraints;
    }

    /**
     * This specification, of whose behaviours {@link #liveness} looks only at those whose contexts are, all together,
     * always where they are in one of these states. Fairness means there what it means in the whole: what violates a
     * progress property is a behaviour of the whole that violates it. What holds of these behaviours says nothing.
     */
    public EmittedSpec cutDownTo(List<Snapshot> states) {
        List<String> contexts = lowered.contexts();
        Expr places = Tla.set(states.stream()
                .map(state -> Tla.tuple(contexts.stream().map(c -> place(state, c)).toList()))
                .distinct()
                .toList());
        Expr here = Tla.tuple(contexts.stream().map(c -> Tla.at("pc", Tla.name(c))).toList());
        String name = Operator.AT_KNOWN_PLACES.symbol();
        return new EmittedSpec(lowered, module.with(Definition.of(name, Tla.in(here, places))), modelValues, axes,
                boundable, List.of(name));
    }

    /** The text of the module with a formula of the user's own, as {@link #OWN_FORMULA}. */
    public String textWith(OwnFormula formula) {
        return module.with(Definition.of(OWN_FORMULA, Tla.verbatim(formula.text()))).toString();
    }

    /** A configuration that checks {@link #OWN_FORMULA}, and that the run stays within the bounds, if it could leave them. */
    public String asking(OwnFormula formula, Profile profile) {
        List<String> bounds = invariants(List.of());
        return switch (formula.form()) {
            case INVARIANT -> safety(profile, Stream.concat(Stream.of(OWN_FORMULA), bounds.stream()));
            case TEMPORAL -> temporal(profile, bounds, Stream.of(OWN_FORMULA));
        };
    }

    private static Expr place(Snapshot state, String context) {
        return Tla.str(((Datum.Word) state.get("pc", context).orElseThrow()).value());
    }

    /** The protocol it is about. */
    public LoweredProtocol lowered() {
        return lowered;
    }

    /** The name of the module; its file is this and {@code .tla}. */
    public String moduleName() {
        return module.name();
    }

    /** The text of the module. */
    public String text() {
        return module.toString();
    }

    /** Its variables. */
    public List<StateVariable> variables() {
        return Vocabulary.of(lowered);
    }

    /** The constants that are model values: the contexts, and those of NULL, ERR and none that the module needs. */
    public List<String> modelValues() {
        return modelValues;
    }

    /** Whether words in the variable are model values, and not strings; sets always hold model values. */
    public boolean holdsModelValues(StateVariable variable) {
        String name = variable.name();
        return name.equals("arg")
                || lowered.protocol().object(name)
                        .filter(o -> o instanceof SharedObject.TaskPointer
                                || o instanceof SharedObject.Mutex
                                || o instanceof SharedObject.Spinlock)
                        .isPresent()
                || lowered.protocol().objects(SharedObject.KthreadWorker.class).stream()
                        .anyMatch(worker -> List.of(worker.current(), worker.running(), worker.task()).contains(name));
    }

    /** An action of a context as the module calls it: with the context where that is a parameter. */
    public String call(String context, String action) {
        boolean named = SystemEvent.named(action)
                .map(event -> event != SystemEvent.INIT_FREED)
                .orElseGet(() -> Facts.isFamily(lowered.programOf(context)));
        return (named ? Tla.call(action, Tla.name(context)) : Tla.name(action)).toString();
    }

    /** The differences between kernels on which the module depends. */
    public Set<Axis> axes() {
        return Set.copyOf(axes);
    }

    /** The values that a profile gives to constants: runs of profiles that share the module and these values are equal. */
    public SortedMap<String, Boolean> constants(Profile profile) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(
                axes.stream().collect(Collectors.toMap(Axis::constant, profile::has))));
    }

    /**
     * The invariants that stand for properties, in the order of the list: the safety properties in it, the safety form
     * of STOP_TERMINATES, and last that the run stays within the bounds, if it could leave them.
     *
     * @throws IllegalArgumentException if one of the properties does not apply to the protocol
     */
    public List<String> invariants(List<Property> properties) {
        requireApplicable(properties);
        List<String> invariants = new ArrayList<>();
        for (Property property : properties) {
            if (property.kind() == Property.Kind.SAFETY) {
                invariants.add(property.id());
            } else if (property == Property.STOP_TERMINATES) {
                invariants.add(Property.NO_STUCK_STOP);
            }
        }
        if (boundable) {
            invariants.add(Operator.WITHIN_BOUNDS.symbol());
        }
        return List.copyOf(invariants);
    }

    /** A configuration that checks {@link #invariants} of a profile. */
    public String safety(Profile profile, List<Property> properties) {
        return safety(profile, invariants(properties).stream());
    }

    private String safety(Profile profile, Stream<String> invariants) {
        SafetyConfig.Builder config = SafetyConfig.initNext(Operator.INIT.symbol(), Operator.NEXT.symbol());
        invariants.forEach(config::invariant);
        return values(config, profile).ignoringDeadlock().build().toString();
    }

    /**
     * A configuration that checks the progress properties of the list, under fairness.
     *
     * @throws IllegalArgumentException if there is none, or one of the properties does not apply to the protocol
     */
    public String liveness(Profile profile, List<Property> properties) {
        return temporal(profile, List.of(), progress(properties));
    }

    /**
     * A configuration that checks in one run what {@link #safety} and {@link #liveness} check in two.
     *
     * @throws IllegalArgumentException if there is no progress property in the second list, or one of the properties
     *     does not apply to the protocol
     */
    public String together(Profile profile, List<Property> asInvariants, List<Property> asFormulas) {
        return temporal(profile, invariants(asInvariants), progress(asFormulas));
    }

    private Stream<String> progress(List<Property> properties) {
        requireApplicable(properties);
        return properties.stream().filter(property -> property.kind() == Property.Kind.PROGRESS).map(Property::id);
    }

    private String temporal(Profile profile, List<String> invariants, Stream<String> formulas) {
        LivenessConfig.Builder config = LivenessConfig.specification(Operator.SPEC.symbol());
        invariants.forEach(config::invariant);
        constraints.forEach(config::constraint);
        formulas.forEach(config::property);
        return values(config, profile).ignoringDeadlock().build().toString();
    }

    /** A configuration that checks nothing: for the states themselves. */
    public String states(Profile profile) {
        return safety(profile, Stream.of());
    }

    /** What every configuration says: the kernel, and the values of the constants there. */
    <B extends ConfigBuilder<B>> B values(B config, Profile profile) {
        config.comment(profile.name());
        modelValues.forEach(config::modelValue);
        axes.forEach(axis -> config.constant(axis.constant(), Tla.bool(profile.has(axis))));
        return config;
    }

    private void requireApplicable(List<Property> properties) {
        properties.stream().filter(property -> !property.appliesTo(lowered)).findFirst().ifPresent(property -> {
            throw new IllegalArgumentException(
                    property.id() + " means nothing for the protocol " + lowered.protocol().name());
        });
    }

    /** The text of the module. */
    @Override
    public String toString() {
        return text();
    }
}
