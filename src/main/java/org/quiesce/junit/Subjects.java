package org.quiesce.junit;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;
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
import org.quiesce.catalog.ModelFileException;
import org.quiesce.catalog.ModelReader;
import org.quiesce.csource.Bounds;
import org.quiesce.csource.CReader;
import org.quiesce.csource.CReading;
import org.quiesce.csource.CSource;
import org.quiesce.csource.CSourceException;
import org.quiesce.csource.Preprocessing;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.step.Granularity;
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
        List<Subject> found = Stream.of(subjects.annotated(), subjects.sources(), subjects.models())
                .flatMap(Function.identity()).toList();
        if (found.isEmpty()) {
            throw subjects.refuse("has nothing to check; annotate a static field or method with @CheckedProtocol, or the class"
                    + " with @CheckedSource or @ModelDirectory");
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
        return Claims.of(how, member).subject(protocol.name(),
                CheckRequest.of(protocol, Profiles.newest()).with(how.engines()), Profiles.all(), this::refuse);
    }

    // ---- C files

    private Stream<Subject> sources() {
        return AnnotationSupport.findRepeatableAnnotations(tests, CheckedSource.class).stream()
                .flatMap(how -> readings(how).stream().map(reading -> subject(how, reading)));
    }

    private List<CReading> readings(CheckedSource how) {
        List<Path> files = Arrays.stream(how.value()).map(Path::of).toList();
        if (files.isEmpty() || files.size() > 1 && how.module().isEmpty()) {
            throw refuse("has a @CheckedSource " + (files.isEmpty()
                    ? "without a file; name the C of a module"
                    : "of several files, which make one module; say with 'module' what it is called"));
        }
        try {
            Preprocessing given = Preprocessing.usual();
            for (String macro : how.defined()) {
                given = given.defining(macro);
            }
            for (String macro : how.undefined()) {
                given = given.undefining(macro);
            }
            return CReader.readEach(CSource.of(how.module(), files, given), Bounds.usual().with(Set.of(how.outside())), given);
        } catch (CSourceException e) {
            throw new ExtensionConfigurationException(tests.getName() + ": " + e.getMessage(), e);
        }
    }

    private Subject subject(CheckedSource how, CReading reading) {
        String file = reading.source().file();
        return Claims.of(how).subject(reading.choice().isEmpty() ? file : file + " " + reading.choice(),
                CheckRequest.of(reading.protocol(), Profiles.newest()).with(how.engines()).with(Granularity.MERGED),
                List.of(Profiles.newest()), this::refuse);
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
                Set.of(),
                List.of(new Question.OfRuns()));
    }
}
