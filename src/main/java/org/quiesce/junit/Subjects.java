package org.quiesce.junit;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;
import org.quiesce.catalog.Atlas;
import org.quiesce.catalog.ModelFile;
import org.quiesce.catalog.ModelFile.Case;
import org.quiesce.catalog.ModelFile.Expectation;
import org.quiesce.catalog.ModelFileException;
import org.quiesce.catalog.ModelReader;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.property.Property;
import org.quiesce.workbench.CheckRequest;

/** Finds what a test class wants tested. What is not understood is refused: a test that is not there can't fail. */
final class Subjects {

    private final Class<?> tests;

    private Subjects(Class<?> tests) {
        this.tests = tests;
    }

    /** @throws ExtensionConfigurationException if there is nothing, or something can't be tested */
    static List<Subject> of(Class<?> tests) {
        Subjects subjects = new Subjects(tests);
        List<Subject> found = Stream.concat(subjects.annotated(), subjects.models()).toList();
        if (found.isEmpty()) {
            throw subjects.refuse("has nothing to check; annotate a static field or method with @CheckedProtocol, or the class"
                    + " with @ModelDirectory");
        }
        return found;
    }

    private ExtensionConfigurationException refuse(String why) {
        return new ExtensionConfigurationException(tests.getName() + " " + why);
    }

    // ---- annotated members

    private Stream<Subject> annotated() {
        Stream<Subject> fields = AnnotationSupport.findAnnotatedFields(tests, CheckedProtocol.class).stream()
                .map(field -> subject(field.getAnnotation(CheckedProtocol.class), field.getName(), value(field)));
        Stream<Subject> methods = AnnotationSupport
                .findAnnotatedMethods(tests, CheckedProtocol.class, HierarchyTraversalMode.TOP_DOWN).stream()
                .map(method -> subject(method.getAnnotation(CheckedProtocol.class), method.getName(), value(method)));
        return Stream.concat(fields, methods);
    }

    private Object value(Field field) {
        if (!Modifier.isStatic(field.getModifiers())) {
            throw refuse("has a field " + field.getName() + " with @CheckedProtocol that is not static; make it so");
        }
        try {
            return ReflectionSupport.tryToReadFieldValue(field, null).get();
        } catch (Exception e) {
            throw new ExtensionConfigurationException(tests.getName() + "." + field.getName() + " can't be read", e);
        }
    }

    private Object value(Method method) {
        if (!Modifier.isStatic(method.getModifiers()) || method.getParameterCount() > 0) {
            throw refuse("has a method " + method.getName() + "() with @CheckedProtocol that is not static, or has"
                    + " parameters; make it static, without parameters");
        }
        return ReflectionSupport.invokeMethod(method, null);
    }

    private Subject subject(CheckedProtocol how, String member, Object value) {
        if (!(value instanceof Protocol protocol)) {
            throw refuse("has " + member + " with @CheckedProtocol, which is no Protocol but " + value);
        }
        List<Profile> kernels = how.kernels().length == 0
                ? Profiles.all()
                : Arrays.stream(how.kernels()).map(kernel -> kernel(kernel, member)).distinct().toList();
        Set<Property> violated = Set.copyOf(List.of(how.violated()));
        Set<Property> vacuous = Set.copyOf(List.of(how.vacuous()));
        if (!Collections.disjoint(violated, vacuous)) {
            throw refuse("expects of " + member + " that a property is both violated and vacuous; leave it in one of them");
        }
        CheckRequest request = CheckRequest.of(protocol, kernels.get(0)).with(how.engines());
        for (Profile kernel : kernels) {
            Wanted.refuseWhatDoesNotApply(request.with(kernel), violated, why -> refuse("claims what means nothing: " + why));
            Wanted.refuseWhatDoesNotApply(request.with(kernel), vacuous, why -> refuse("claims what means nothing: " + why));
        }
        Expectation wanted = Wanted.verdicts(kernels, violated, vacuous);
        return new Subject(protocol.name(), request, kernels,
                kernels.stream().collect(Collectors.toMap(Function.identity(), kernel -> wanted)), List.of());
    }

    private Profile kernel(String name, String member) {
        return Profiles.named(name).orElseThrow(() -> refuse("wants " + member + " checked on '" + name
                + "', which is no kernel that is known; these are: "
                + Profiles.all().stream().map(Profile::name).collect(Collectors.joining(", "))));
    }

    // ---- model directories

    private Stream<Subject> models() {
        return AnnotationSupport.findAnnotation(tests, ModelDirectory.class).stream()
                .flatMap(directories -> Arrays.stream(directories.value())
                        .flatMap(directory -> files(Path.of(directory)).stream())
                        .map(this::read)
                        .flatMap(model -> model.cases().stream()
                                .map(variant -> subject(directories, model, variant))));
    }

    private List<Path> files(Path directory) {
        try {
            List<Path> files = ModelReader.files(directory);
            if (files.isEmpty()) {
                throw refuse("has no " + ModelFile.NAME + " in or below " + directory.toAbsolutePath());
            }
            return files;
        } catch (IOException e) {
            throw new ExtensionConfigurationException(
                    tests.getName() + " names a directory that can't be read: " + directory.toAbsolutePath(), e);
        }
    }

    private ModelFile read(Path file) {
        try {
            return new ModelReader(Atlas.standard()).read(file);
        } catch (ModelFileException e) {
            throw new ExtensionConfigurationException(e.getMessage(), e);
        }
    }

    private Subject subject(ModelDirectory how, ModelFile model, Case variant) {
        List<Profile> kernels = variant.kernels();
        if (kernels.isEmpty()) {
            throw refuse("has " + model.id() + "/" + variant.name() + ", of which nothing is expected on any kernel");
        }
        return new Subject(model.id() + "/" + variant.name(),
                CheckRequest.of(variant.protocol(), kernels.get(0)).with(how.engines()),
                kernels,
                kernels.stream().collect(Collectors.toMap(
                        Function.identity(), kernel -> variant.on(kernel).orElseThrow())),
                List.of(new Question.OfRuns()));
    }
}
