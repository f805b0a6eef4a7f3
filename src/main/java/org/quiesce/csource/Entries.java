package org.quiesce.csource;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.cdt.core.dom.ast.IASTDeclarator;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.eclipse.cdt.core.dom.ast.IASTInitializerClause;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.quiesce.protocol.Program.Pinning;

/** The functions of a module that users call, as the structs of the file that hold them say. */
final class Entries {

    /**
     * A function that a user task may call.
     *
     * @param pinning whether the module can be unloaded meanwhile
     */
    record User(IASTFunctionDefinition function, Pinning pinning) {}

    private static final Set<String> FILE_OPERATIONS = Set.of("file_operations", "proc_ops");
    private static final Set<String> PARAMETER_OPERATIONS = Set.of("kernel_param_ops");

    /** Calls that register files whose functions keep the module from being unloaded, whoever their owner is. */
    private static final Set<String> PROTECTING = Set.of("debugfs_create_file", "proc_create", "proc_create_data");

    private final CModule file;
    private final Set<String> used;
    private final Set<String> protectedOperations = new HashSet<>();

    Entries(CModule file) {
        this.file = file;
        this.used = new HashSet<>();
        file.calls((name, call) -> Ast.arguments(call).forEach(argument -> Ast.expressions(argument, e ->
                Ast.named(e).map(IBinding::getName).ifPresent(operations -> {
                    used.add(operations);
                    if (PROTECTING.contains(name)) {
                        protectedOperations.add(operations);
                    }
                }))));
    }

    /** The functions of every {@code struct file_operations}. */
    List<User> fileOperations() {
        List<User> found = new ArrayList<>();
        file.variables().forEach((name, variable) -> {
            if (FILE_OPERATIONS.contains(CType.of(variable.getName().resolveBinding()).name())) {
                Map<String, IASTInitializerClause> fields = CModule.fields(variable);
                Pinning pinning = fields.containsKey("owner") || protectedOperations.contains(name)
                        ? Pinning.OWNER
                        : Pinning.NONE;
                functions(fields).forEach(function -> found.add(new User(function, pinning)));
            }
        });
        return found;
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
