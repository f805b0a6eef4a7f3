package org.quiesce.catalog;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quiesce.catalog.ModelFile.Case;
import org.quiesce.kernel.Axis;
import org.quiesce.kernel.Profile;
import org.quiesce.mutation.Circumstance;
import org.quiesce.mutation.Mutant;
import org.quiesce.mutation.MutantId;
import org.quiesce.mutation.Operator;
import org.quiesce.mutation.Role;

/**
 * Why mutants survive: a model says it of its own, one by one; of whole classes it stands in {@code survivors.yaml}
 * beside this class. What a model says goes first, then the first class that has the mutant.
 *
 * @param classes in the order of the file
 */
public record Survivors(List<SurvivorClass> classes) {

    private static final String FILE = "survivors.yaml";

    public Survivors {
        classes = List.copyOf(classes);
    }

    /**
     * Why a mutant survives.
     *
     * @param of      the class of the mutant; empty if its model says it
     * @param because the argument
     */
    public record Reason(Optional<SurvivorClass> of, String because) {}

    /** A class as it is written. */
    private record Written(
            String id, List<String> operators, String slip, Set<Role> in, Set<Circumstance> when,
            String leaving, Axis needs, String because) {

        SurvivorClass read() {
            Set<Operator> kinds = Stream.ofNullable(operators)
                    .flatMap(List::stream)
                    .map(name -> Operator.named(name).orElseThrow(() -> new IllegalStateException(
                            FILE + ": class " + id + ": there is no operator '" + name + "'")))
                    .collect(Collectors.toSet());
            return new SurvivorClass(id, kinds, Pattern.compile(slip == null ? "" : slip), in == null ? Set.of() : in,
                    when == null ? Set.of() : when, Optional.ofNullable(leaving).map(Pattern::compile),
                    Optional.ofNullable(needs), because.strip());
        }
    }

    /** The classes that Quiesce comes with. */
    public static Survivors read() {
        YAMLMapper mapper = YAMLMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                .build();
        try (InputStream text = Survivors.class.getResourceAsStream(FILE)) {
            Written[] classes = mapper.readValue(text, Written[].class);
            return new Survivors(List.of(classes).stream().map(Written::read).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Why a mutant survives on a kernel, if it is known.
     *
     * @param left     the C of the step with which some run leaves the bounds of the model, if one does
     * @param model    what the model of its original says, if there is one
     * @param killedOn whether some property kills the mutant on another kernel
     */
    public Optional<Reason> reason(
            Mutant mutant, Optional<String> left, Profile kernel, Optional<Case> model,
            Predicate<Profile> killedOn) {
        Optional<Reason> own = model.stream()
                .flatMap(variant -> variant.survivors().stream())
                .filter(excuse -> excuse.of().contains(mutant.id()))
                .findFirst()
                .map(excuse -> new Reason(Optional.empty(), excuse.because()));
        return own.or(() -> classes.stream()
                .filter(known -> known.has(mutant, left, kernel, killedOn))
                .findFirst()
                .map(known -> new Reason(Optional.of(known), known.because())));
    }

    /** The mutants of which a model says why they survive. */
    public static List<MutantId> named(Case model) {
        return model.survivors().stream().flatMap(excuse -> excuse.of().stream()).toList();
    }
}
