package org.quiesce.csource;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.cdt.core.dom.ast.IASTBinaryExpression;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFieldReference;
import org.eclipse.cdt.core.dom.ast.IASTFunctionCallExpression;
import org.eclipse.cdt.core.dom.ast.IASTLiteralExpression;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.quiesce.csource.Place.Variable;
import org.quiesce.protocol.SharedObject.FileType;
import org.quiesce.protocol.SharedObject.Kind;

/** The files by which users call into a module, as the calls of it that register them say. */
final class UserFiles {

    /** The kinds of object that files are. */
    static final Set<Kind> KINDS = Set.of(Kind.MISC_DEVICE, Kind.CHARACTER_DEVICE, Kind.DEVICE_ATTRIBUTE, Kind.PROC_ENTRY,
            Kind.DEBUGFS_FILE);

    /**
     * How a call says which file it registers.
     *
     * @param described the position of what describes it: a device, an attribute or a group of them, or its operations
     * @param parent    the position of what it is in; -1 if nothing else is removed with that
     */
    private record Way(FileType type, int described, int parent) {}

    private static final Way ATTRIBUTE = new Way(FileType.DEVICE_ATTRIBUTE, 1, 0);
    private static final Way IN_PROC = new Way(FileType.PROC_ENTRY, 3, 2);
    private static final Way IN_DEBUGFS = new Way(FileType.DEBUGFS_FILE, 4, 2);
    private static final Map<String, Way> REGISTER = Map.ofEntries(
            Map.entry("misc_register", new Way(FileType.MISC_DEVICE, 0, -1)),
            Map.entry("cdev_add", new Way(FileType.CHARACTER_DEVICE, 0, -1)),
            Map.entry("cdev_device_add", new Way(FileType.CHARACTER_DEVICE, 0, -1)),
            Map.entry("register_chrdev", new Way(FileType.CHARACTER_DEVICE, 2, -1)),
            Map.entry("device_create_file", ATTRIBUTE), Map.entry("driver_create_file", ATTRIBUTE),
            Map.entry("bus_create_file", ATTRIBUTE), Map.entry("class_create_file", ATTRIBUTE),
            Map.entry("sysfs_create_file", ATTRIBUTE), Map.entry("sysfs_create_files", ATTRIBUTE),
            Map.entry("sysfs_create_group", ATTRIBUTE), Map.entry("sysfs_create_groups", ATTRIBUTE),
            Map.entry("device_add_group", ATTRIBUTE), Map.entry("device_add_groups", ATTRIBUTE),
            Map.entry("devm_device_add_group", ATTRIBUTE), Map.entry("devm_device_add_groups", ATTRIBUTE),
            Map.entry("kobject_init_and_add", ATTRIBUTE),
            Map.entry("proc_create", IN_PROC), Map.entry("proc_create_data", IN_PROC),
            Map.entry("debugfs_create_file", IN_DEBUGFS), Map.entry("debugfs_create_file_unsafe", IN_DEBUGFS),
            Map.entry("debugfs_create_file_size", IN_DEBUGFS));

    /** Calls that make what files are in, by the position of what that is in. */
    private static final Map<String, Integer> DIRECTORIES =
            Map.of("debugfs_create_dir", 1, "proc_mkdir", 1, "kobject_create_and_add", 1);

    /**
     * A file, or several that come and go together.
     *
     * @param described what describes it
     * @param results   where a pointer to it is stored
     * @param parents   what it is in
     * @param names     by which it is found
     */
    record UserFile(IBinding described, FileType type, Set<IBinding> results, Set<IBinding> parents, Set<String> names) {

        Kind kind() {
            return switch (type) {
                case MISC_DEVICE -> Kind.MISC_DEVICE;
                case CHARACTER_DEVICE -> Kind.CHARACTER_DEVICE;
                case DEVICE_ATTRIBUTE -> Kind.DEVICE_ATTRIBUTE;
                case PROC_ENTRY -> Kind.PROC_ENTRY;
                case DEBUGFS_FILE -> Kind.DEBUGFS_FILE;
            };
        }

        /** Whether a call that registers it yields a pointer, which is none if it fails. */
        boolean isPointer() {
            return type == FileType.PROC_ENTRY || type == FileType.DEBUGFS_FILE;
        }
    }

    private final CModule file;
    private final Places places;
    private final Handles handles;
    private final Map<IBinding, UserFile> files = new LinkedHashMap<>();
    /** What directories are in. */
    private final Map<IBinding, IBinding> around = new LinkedHashMap<>();
    /** The operations that are given to a device by a call or an assignment. */
    private final Map<IBinding, Set<String>> given = new LinkedHashMap<>();
    /** The files through which users call something. */
    private final Set<UserFile> used = new HashSet<>();

    UserFiles(CModule file, Places places) {
        this.file = file;
        this.places = places;
        this.handles = new Handles(file, places);
        file.calls((name, call) -> {
            Optional.ofNullable(REGISTER.get(name)).ifPresent(way -> registered(way, call));
            Optional.ofNullable(DIRECTORIES.get(name)).ifPresent(in -> argument(call, in).flatMap(handles::of)
                    .ifPresent(parent -> handles.result(call).ifPresent(d -> around.put(d, parent))));
            if (name.equals("cdev_init")) {
                argument(call, 0).flatMap(this::binding).ifPresent(device -> argument(call, 1).flatMap(this::binding)
                        .ifPresent(o -> given.computeIfAbsent(device, d -> new HashSet<>()).add(o.getName())));
            }
        });
        file.functions().values().forEach(f -> Ast.expressions(f, this::assigned));
        file.marked("nobody_").values().forEach(device -> file(device, FileType.MISC_DEVICE));
        file.marked("driver_").values().forEach(this::driver);
        file.calls((name, call) -> {
            if (Drivers.REGISTER.contains(name)) {
                argument(call, 0).flatMap(this::binding).ifPresent(this::driver);
            }
        });
    }

    private static Optional<IASTExpression> argument(IASTFunctionCallExpression call, int position) {
        return Ast.arguments(call).stream().skip(position).findFirst();
    }

    private UserFile file(IBinding described, FileType type) {
        return files.computeIfAbsent(described, d -> new UserFile(d, type, new LinkedHashSet<>(), new LinkedHashSet<>(),
                new LinkedHashSet<>()));
    }

    private void registered(Way way, IASTFunctionCallExpression call) {
        argument(call, way.described()).flatMap(a -> described(way, a)).ifPresent(described -> {
            UserFile found = file(described, way.type());
            handles.result(call).ifPresent(found.results()::add);
            if (way.parent() >= 0) {
                argument(call, way.parent()).flatMap(handles::of).ifPresent(found.parents()::add);
            }
            Ast.arguments(call).stream().filter(IASTLiteralExpression.class::isInstance).map(Ast::text)
                    .filter(text -> text.startsWith("\"")).findFirst().ifPresent(found.names()::add);
        });
    }

    /** The driver core adds and removes the files that a driver names (drivers/base/dd.c, really_probe()). */
    private void driver(IBinding driver) {
        Optional.ofNullable(file.variables().get(driver.getName()))
                .filter(v -> v.getRawSignature().contains("_groups"))
                .ifPresent(v -> file(driver, FileType.DEVICE_ATTRIBUTE));
    }

    private void assigned(IASTExpression expression) {
        if (Ast.isBinary(expression, IASTBinaryExpression.op_assign)
                && ((IASTBinaryExpression) expression).getOperand1() instanceof IASTFieldReference field
                && Set.of("fops", "ops").contains(field.getFieldName().toString())) {
            binding(field.getFieldOwner()).ifPresent(device -> binding(((IASTBinaryExpression) expression).getOperand2())
                    .ifPresent(o -> given.computeIfAbsent(device, d -> new HashSet<>()).add(o.getName())));
        }
    }

    private Optional<IBinding> binding(IASTExpression expression) {
        return places.of(expression, Scope.nowhere()).filter(Variable.class::isInstance)
                .map(place -> Instance.declared(((Variable) place).binding()));
    }

    /** What an argument describes a file by: of {@code &attribute.attr} it is the attribute. */
    private Optional<IBinding> described(Way way, IASTExpression argument) {
        IASTExpression described = CModule.withoutAddress(argument);
        while (way == ATTRIBUTE && described instanceof IASTFieldReference field && !field.isPointerDereference()) {
            described = Ast.bare(field.getFieldOwner());
        }
        return binding(described);
    }

    /** The calls that register files. */
    static Set<String> registering() {
        return REGISTER.keySet();
    }

    // ---- what is asked for

    /** Users call the functions that these variables hold. */
    void areCalled(Set<String> variables) {
        variables.forEach(variable -> through(variable).ifPresent(used::add));
    }

    /** The file through which users call the functions that a variable holds, if the module registers one. */
    Optional<UserFile> through(String variable) {
        Set<String> holders = file.holders(variable);
        return files.values().stream().filter(f -> isOf(f, variable, holders)).findFirst();
    }

    private boolean isOf(UserFile f, String variable, Set<String> holders) {
        return holders.contains(f.described().getName()) && file.variables().containsKey(f.described().getName())
                || given.getOrDefault(f.described(), Set.of()).contains(variable);
    }

    /** The file that a call registers. */
    Optional<UserFile> registered(CallSite site) {
        Way way = REGISTER.get(site.name());
        return site.arguments().size() <= way.described() ? Optional.empty()
                : described(way, site.argument(way.described())).map(files::get).filter(used::contains);
    }

    /** The file that the driver core registers for a driver, or that is a device which a macro registers. */
    Optional<UserFile> of(String described) {
        return files.values().stream().filter(f -> f.described().getName().equals(described)).filter(used::contains).findFirst();
    }

    /** The file that an argument describes. */
    Optional<UserFile> described(IASTExpression argument) {
        return described(ATTRIBUTE, argument).map(files::get)
                .or(() -> binding(argument).map(files::get)).filter(used::contains);
    }

    /** The files that a pointer leads to, or that are in the directory that it leads to. */
    List<UserFile> under(IASTExpression pointer) {
        return handles.of(pointer).map(handle -> files.values().stream()
                .filter(used::contains)
                .filter(f -> handles.areOne(f.results(), handle) || f.parents().stream().anyMatch(p -> isUnder(p, handle)))
                .toList()).orElse(List.of());
    }

    private boolean isUnder(IBinding directory, IBinding top) {
        Set<IBinding> seen = new HashSet<>();
        IBinding at = directory;
        while (at != null && seen.add(at)) {
            if (handles.areOne(Set.of(at), top)) {
                return true;
            }
            IBinding in = at;
            at = around.entrySet().stream().filter(e -> handles.areOne(Set.of(e.getKey()), in)).map(Map.Entry::getValue)
                    .findFirst().orElse(null);
        }
        return false;
    }

    /** The files of that type that have a name, as it is written. */
    List<UserFile> named(FileType type, IASTExpression name) {
        List<UserFile> all = new ArrayList<>(files.values());
        all.removeIf(f -> f.type() != type || !f.names().contains(Ast.text(name)) || !used.contains(f));
        return all;
    }

    /** The pointer to which the value of a call that registers a file is stored. */
    Optional<IBinding> result(IASTExpression call) {
        return handles.result((IASTFunctionCallExpression) call);
    }

    /** The file that a variable leads to, or would, if it was registered. */
    Optional<UserFile> pointedTo(IBinding variable) {
        return files.values().stream().filter(f -> f.isPointer() && f.results().contains(Instance.declared(variable)))
                .filter(used::contains).findFirst();
    }
}
