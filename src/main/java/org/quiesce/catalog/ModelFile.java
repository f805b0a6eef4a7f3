package org.quiesce.catalog;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.quiesce.kernel.Outcome;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.mutation.MutantId;
import org.quiesce.protocol.Outside;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.property.Property;

/**
 * What a {@code model.yaml} says: the story of a model, and what is expected of each of its variants.
 *
 * @param id         name of the model and of its directory
 * @param faultClass of a real bug: the class of its fault
 * @param title      a heading
 * @param bounds     how many contexts run each thread function and file operation
 * @param cases      the variants, in the order of the file
 */
public record ModelFile(
        String id,
        Entry.Kind kind,
        Optional<FaultClass> faultClass,
        String title,
        Story story,
        Map<String, Integer> bounds,
        List<Case> cases) {

    /** The value of {@code schema} in files of this form. */
    public static final String SCHEMA = "quiesce-model/1";

    /** The name of the file in a model's directory. */
    public static final String NAME = "model.yaml";

    public ModelFile {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(faultClass, "faultClass");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(story, "story");
        bounds = Map.copyOf(bounds);
        cases = List.copyOf(cases);
    }

    /** The case of that name. */
    public Optional<Case> variant(String name) {
        return cases.stream().filter(c -> c.name().equals(name)).findFirst();
    }

    /**
     * The story in full.
     *
     * @param mechanism    what goes wrong, in general
     * @param interleaving who does what, in the order in which it goes wrong
     * @param fix          what a maintainer would do
     * @param caveats      what to keep in mind about both; may be empty
     * @param sources      where the facts come from: commits, reports
     */
    public record Story(
            String mechanism, List<String> interleaving, String fix, List<String> caveats, List<String> sources) {
        public Story {
            Objects.requireNonNull(mechanism, "mechanism");
            interleaving = List.copyOf(interleaving);
            Objects.requireNonNull(fix, "fix");
            caveats = List.copyOf(caveats);
            sources = List.copyOf(sources);
        }
    }

    /**
     * A variant and what is expected of it.
     *
     * @param source       name of its C file, beside the model file
     * @param expectations every kernel is in at most one of them
     * @param survivors    mutants that no property kills on the newest kernel
     * @param outside      what the protocol says of its environment, and its C does not
     * @param otherStatesInC why the C, read, has another number of states than the protocol; empty if it has not
     */
    public record Case(
            String name,
            String source,
            Protocol protocol,
            List<Expectation> expectations,
            List<Excuse<MutantId>> survivors,
            Set<Outside> outside,
            Optional<String> otherStatesInC) {
        public Case {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(source, "source");
            Objects.requireNonNull(protocol, "protocol");
            expectations = List.copyOf(expectations);
            survivors = List.copyOf(survivors);
            outside = Set.copyOf(outside);
            Objects.requireNonNull(otherStatesInC, "otherStatesInC");
        }

        /** What is expected on that kernel, if the file says something about it. */
        public Optional<Expectation> on(Profile kernel) {
            return expectations.stream().filter(e -> e.kernels().contains(kernel)).findFirst();
        }

        /** The kernels of which it says something: oldest first, then the other builds. */
        public List<Profile> kernels() {
            List<Profile> usual = Profiles.all();
            return expectations.stream()
                    .flatMap(e -> e.kernels().stream())
                    .sorted(Comparator.comparingInt(k -> usual.contains(k) ? usual.indexOf(k) : usual.size()))
                    .toList();
        }

        /** The same, with no number of states expected. */
        public Case withoutStates() {
            return new Case(name, source, protocol,
                    expectations.stream().map(e -> e.on(e.kernels(), 0)).toList(), survivors, outside, otherStatesInC);
        }
    }

    /**
     * What is expected on some kernels. A property that is not violated is expected to hold.
     *
     * @param violated   with what a real kernel may show then
     * @param vacuous    properties whose trigger no run reaches, and so hold without meaning anything
     * @param neverTaken steps that no run takes
     * @param states     how many distinct states there are in steps of one shared access each; 0 is not known yet
     */
    public record Expectation(
            List<Profile> kernels,
            Map<Property, List<Outcome>> violated,
            List<Excuse<Property>> vacuous,
            List<Excuse<String>> neverTaken,
            long states) {
        public Expectation {
            kernels = List.copyOf(kernels);
            violated = Map.copyOf(violated);
            vacuous = List.copyOf(vacuous);
            neverTaken = List.copyOf(neverTaken);
        }

        /** The same, of other kernels and another number of states. */
        Expectation on(List<Profile> others, long count) {
            return new Expectation(others, violated, vacuous, neverTaken, count);
        }

        /** Every property that is expected to mean nothing. */
        public List<Property> vacuousProperties() {
            return vacuous.stream().flatMap(e -> e.of().stream()).toList();
        }

        /** The action of every step that is expected not to be taken. */
        public List<String> stepsNeverTaken() {
            return neverTaken.stream().flatMap(e -> e.of().stream()).toList();
        }
    }

    /** What is excused, and why. */
    public record Excuse<T>(List<T> of, String because) {
        public Excuse {
            of = List.copyOf(of);
            Objects.requireNonNull(because, "because");
        }
    }
}
