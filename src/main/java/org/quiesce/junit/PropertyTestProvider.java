package org.quiesce.junit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.MediaType;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.quiesce.kernel.Profile;
import org.quiesce.workbench.CheckResult;
import org.quiesce.workbench.Workbench;

/** Makes the tests of {@link PropertyTests}. All classes of a run share one workbench, which JUnit closes. */
final class PropertyTestProvider implements TestTemplateInvocationContextProvider {

    private static final Namespace NAMESPACE = Namespace.create(PropertyTestProvider.class);

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        return Subjects.of(context.getRequiredTestClass()).stream()
                .flatMap(subject -> subject.kernels().stream()
                        .flatMap(kernel -> subject.questions(kernel)
                                .map(question -> new Invocation(subject, kernel, question, context))));
    }

    /**
     * One test.
     *
     * @param all the context that it shares with the other tests of its class
     */
    private record Invocation(Subject subject, Profile kernel, Question question, ExtensionContext all)
            implements TestTemplateInvocationContext {

        @Override
        public String getDisplayName(int index) {
            return subject.name() + " on " + kernel + ": " + question.name();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(new ParameterResolver() {
                @Override
                public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
                    return parameter.getParameter().getType() == PropertyTest.class;
                }

                @Override
                public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
                    return new PropertyTest(subject, kernel, question, result(), files -> attach(files, context));
                }
            });
        }

        /** Found when the first test asks, for all kernels. */
        private CheckResult result() {
            Map<?, ?> results = all.getStore(NAMESPACE).getOrComputeIfAbsent(
                    subject, s -> bench().checkEach(subject.request(), subject.kernels()), Map.class);
            return (CheckResult) results.get(kernel);
        }

        private Workbench bench() {
            return all.getRoot().getStore(NAMESPACE)
                    .getOrComputeIfAbsent(Workbench.class, type -> Workbench.cached(), Workbench.class);
        }

        private static List<Path> attach(ReplayFiles files, ExtensionContext context) {
            List<Path> attached = new ArrayList<>();
            files.texts().forEach((name, text) -> context.publishFile(name, MediaType.APPLICATION_JSON, file -> {
                Files.writeString(file, text);
                attached.add(file);
            }));
            return attached;
        }
    }
}
