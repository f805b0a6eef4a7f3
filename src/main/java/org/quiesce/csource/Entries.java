package org.quiesce.csource;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.eclipse.cdt.core.dom.ast.IASTDeclarator;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.eclipse.cdt.core.dom.ast.IASTInitializerClause;
import org.quiesce.csource.UserFiles.UserFile;
import org.quiesce.protocol.Program.Pinning;

/** The functions of a module that users call, as the structs of the file that hold them say. */
final class Entries {

    /**
     * A function that a user task may call.
     *
     * @param variable that holds the function
     * @param pinning whether the module can be unloaded meanwhile
     */
    record User(String variable, IASTFunctionDefinition function, Pinning pinning) {}

    /**
     * What a user does with one kind of file: open it, call what is between, close it.
     *
     * @param name of the variable that holds the functions
     */
    record Session(String name, Optional<IASTFunctionDefinition> open, List<IASTFunctionDefinition> between,
            Optional<IASTFunctionDefinition> release, Pinning pinning) {
        Session {
            between = List.copyOf(between);
        }

        List<IASTFunctionDefinition> all() {
            return Stream.of(open.stream(), between.stream(), release.stream()).flatMap(s -> s).toList();
        }

        /** What opens and closes it. */
        Stream<IASTFunctionDefinition> ends() {
            return Stream.concat(open.stream(), release.stream());
        }
    }

    private static final List<String> OPEN = List.of("open", "proc_open");
    private static final List<String> RELEASE = List.of("release", "proc_release");

    private static final Set<String> FILE_OPERATIONS = Set.of("file_operations", "proc_ops");
    private static final Set<String> PARAMETER_OPERATIONS = Set.of("kernel_param_ops");

    /** Structs of files in sysfs. */
    private static final Set<String> ATTRIBUTES = Set.of("device_attribute", "driver_attribute", "bus_attribute",
            "class_attribute", "kobj_attribute", "module_attribute", "sensor_device_attribute", "iio_dev_attr");

    private final CModule file;

    Entries(CModule file) {
        this.file = file;
    }

    /** The files that are opened or closed by functions of the module, and have others, too. */
    List<Session> sessions() {
        List<Session> found = new ArrayList<>();
        operations((name, fields) -> {
            Optional<IASTFunctionDefinition> open = first(fields, OPEN);
            Optional<IASTFunctionDefinition> release = first(fields, RELEASE);
            List<IASTFunctionDefinition> between = functions(fields).stream()
                    .filter(f -> !Optional.of(f).equals(open) && !Optional.of(f).equals(release))
                    .toList();
            boolean isSession = open.isPresent() ? release.isPresent() || !between.isEmpty()
                    : release.isPresent() && !between.isEmpty();
            if (isSession) {
                found.add(new Session(name, open, between, release, pinning(name, fields)));
            }
        });
        return found;
    }

    private Optional<IASTFunctionDefinition> first(Map<String, IASTInitializerClause> fields, List<String> names) {
        return names.stream().filter(fields::containsKey).map(fields::get).map(file::functionNamedBy)
                .flatMap(Optional::stream).findFirst();
    }

    private void operations(BiConsumer<String, Map<String, IASTInitializerClause>> visitor) {
        file.variables().forEach((name, variable) -> {
            if (FILE_OPERATIONS.contains(CType.of(variable.getName().resolveBinding()).name())) {
                visitor.accept(name, CModule.fields(variable));
            }
        });
    }

    /** Whether users keep the module loaded who call in through a file: of some files nobody asks for an owner. */
    static Pinning pinning(Pinning ofOwner, Optional<UserFile> file) {
        return file.filter(f -> !f.type().canPin()).isPresent() ? Pinning.NONE : ofOwner;
    }

    /** Of what is in /proc, where nothing is known of how it is registered, calls are taken to keep the module. */
    private Pinning pinning(String name, Map<String, IASTInitializerClause> fields) {
        boolean isOfProc = CType.of(file.variables().get(name).getName().resolveBinding()).is("proc_ops");
        return isOfProc || fields.containsKey("owner") ? Pinning.OWNER : Pinning.NONE;
    }

    /** The functions of every {@code struct file_operations}. */
    List<User> fileOperations() {
        List<User> found = new ArrayList<>();
        operations((name, fields) ->
                functions(fields).forEach(function -> found.add(new User(name, function, pinning(name, fields)))));
        return found;
    }

    /** The functions of attributes: they are called while the file of the attribute is there, which a reference keeps. */
    List<User> attributes() {
        List<User> found = new ArrayList<>();
        file.variables().forEach((name, variable) -> {
            if (isAttribute(variable)) {
                Map<String, IASTInitializerClause> fields = new LinkedHashMap<>(CModule.fields(variable));
                fields.keySet().retainAll(Set.of("show", "store"));
                functions(fields).forEach(function -> found.add(new User(name, function, Pinning.OWNER)));
            }
        });
        return found;
    }

    /** Whether a variable describes a file in sysfs. */
    static boolean isAttribute(IASTDeclarator variable) {
        return ATTRIBUTES.contains(CType.of(variable.getName().resolveBinding()).name());
    }

    /** The functions that set and get the parameters of the module: outside events, in a protocol. */
    List<IASTFunctionDefinition> parameters() {
        List<IASTFunctionDefinition> found = new ArrayList<>();
        file.marked("callback_").values().forEach(operations -> {
            IASTDeclarator variable = file.variables().get(operations.getName());
            if (variable != null
                    && PARAMETER_OPERATIONS.contains(CType.of(variable.getName().resolveBinding()).name())) {
                found.addAll(functions(CModule.fields(variable)));
            }
        });
        return found;
    }

    private List<IASTFunctionDefinition> functions(Map<String, IASTInitializerClause> fields) {
        return fields.values().stream().map(file::functionNamedBy).flatMap(Optional::stream).distinct().toList();
    }
}
