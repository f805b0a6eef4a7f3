package org.quiesce.catalog;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.Statement;

/** Code in a listing that is the kernel's own and in no file of the module, and what of the module it calls. */
final class KernelText {

    private KernelText() {}

    /** The threads and tasks that run such code. */
    static Set<String> programs(Protocol protocol) {
        return running(protocol).map(Program::name).collect(Collectors.toSet());
    }

    /** By line of the listing, the field that names the function of the module that the kernel's code calls there. */
    static Map<Integer, String> calledByKernel(Protocol protocol) {
        Map<Integer, String> called = new TreeMap<>();
        running(protocol)
                .flatMap(program -> program.body().stream())
                .flatMap(Statement::all)
                .flatMap(statement -> texts(statement, Statement.Owner.MODULE))
                .forEach(text -> text.all().filter(s -> s != text)
                        .forEach(statement -> called.put(statement.line(), text.function())));
        return called;
    }

    /** The field of {@code struct smp_hotplug_thread} by which a C file gives a function to the kernel. */
    static Optional<String> field(String code, String function) {
        Matcher given = Pattern.compile("struct smp_hotplug_thread[^;]*\\.(\\w+) = " + function + ",").matcher(code);
        return given.find() ? Optional.of(given.group(1)) : Optional.empty();
    }

    private static Stream<Program> running(Protocol protocol) {
        return Stream.<Program>concat(protocol.kthreads().stream(), protocol.fileOperations().stream())
                .filter(program -> program.body().stream()
                        .anyMatch(statement -> texts(statement, Statement.Owner.KERNEL).findAny().isPresent()));
    }

    private static Stream<Statement.Text> texts(Statement statement, Statement.Owner owner) {
        return Stream.of(statement)
                .filter(Statement.Text.class::isInstance)
                .map(Statement.Text.class::cast)
                .filter(text -> text.owner() == owner);
    }
}
