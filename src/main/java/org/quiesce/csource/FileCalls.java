package org.quiesce.csource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTExpressionStatement;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.quiesce.csource.Meaning.Does;
import org.quiesce.csource.Meaning.Nothing;
import org.quiesce.csource.UserFiles.UserFile;
import org.quiesce.protocol.Conditions;
import org.quiesce.protocol.Failure;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.SharedObject.FileType;
import org.quiesce.protocol.UserFileOperation.RegisterFile;
import org.quiesce.protocol.UserFileOperation.WithdrawFile;

/** Calls by which files come and go through which users call in. */
final class FileCalls {

    private FileCalls() {}

    static void addTo(Map<String, Function<CallSite, Meaning>> table) {
        UserFiles.registering().forEach(name -> table.put(name, FileCalls::register));
        for (String name : List.of("misc_deregister", "cdev_del", "cdev_device_del")) {
            table.put(name, site -> withdraw(site, described(site, 0)));
        }
        for (String name : List.of("device_remove_file", "driver_remove_file", "bus_remove_file", "class_remove_file",
                "sysfs_remove_file", "sysfs_remove_files", "sysfs_remove_group", "sysfs_remove_groups",
                "device_remove_group", "device_remove_groups")) {
            table.put(name, site -> withdraw(site, described(site, 1)));
        }
        for (String name : List.of("proc_remove", "debugfs_remove", "debugfs_remove_recursive", "kobject_put",
                "kobject_del", "device_unregister", "device_del")) {
            table.put(name, site -> withdraw(site, files(site).under(site.argument(0))));
        }
        for (String name : List.of("remove_proc_entry", "remove_proc_subtree")) {
            table.put(name, site -> withdraw(site, files(site).named(FileType.PROC_ENTRY, site.argument(0))));
        }
        table.put("debugfs_lookup_and_remove",
                site -> withdraw(site, files(site).named(FileType.DEBUGFS_FILE, site.argument(0))));
        table.put("unregister_chrdev", site -> withdraw(site, files(site).named(FileType.CHARACTER_DEVICE, site.argument(1))));
        for (String name : List.of("nonseekable_open", "stream_open", "simple_open")) {
            table.put(name, site -> new Meaning.Yields(0));
        }
        for (String name : List.of("cdev_init", "cdev_alloc", "debugfs_create_dir", "proc_mkdir", "kobject_create_and_add",
                "sysfs_attr_init")) {
            table.put(name, site -> new Nothing());
        }
    }

    private static UserFiles files(CallSite site) {
        return site.in().module().files();
    }

    private static List<UserFile> described(CallSite site, int position) {
        return files(site).described(site.argument(position)).stream().toList();
    }

    static String name(Translation in, UserFile file) {
        return in.module().objects().name(file.described(), file.kind());
    }

    /** A file comes; of one through which nobody calls anything it does not matter. */
    private static Meaning register(CallSite site) {
        Optional<UserFile> file = files(site).registered(site);
        if (file.isEmpty()) {
            return new Nothing();
        }
        RegisterFile register = new RegisterFile(name(site.in(), file.get()), file.get().type(), Failure.ASSUMED_AWAY);
        if (site.name().startsWith("devm_")) {
            return managed(site, file.get(), register);
        }
        return file.get().isPointer() ? pointer(site, file.get(), register) : new Does(register.mayFail());
    }

    /** The file goes with its device. */
    private static Meaning managed(CallSite site, UserFile file, RegisterFile register) {
        Managed managed = site.in().module().drivers().managed(site);
        String failed = site.in().temporary("failed");
        site.in().out().assign(site.line(), failed, register.mayFail());
        managed.unless(site, failed, in -> withdraw(in, file, site.line()));
        return new Meaning.Held(failed);
    }

    /** Whether it failed is told from the pointer, if somebody looks at that. */
    private static Meaning pointer(CallSite site, UserFile file, RegisterFile register) {
        IASTExpression call = (IASTExpression) site.arguments().get(0).getParent();
        Optional<IBinding> result = files(site).result(call);
        boolean isAsked = result.map(site.in().module()::isTested)
                .orElse(!(call.getParent() instanceof IASTExpressionStatement));
        if (!isAsked) {
            return new Does(register);
        }
        String failed = site.in().temporary("failed");
        site.in().out().assign(site.line(), failed, register.mayFail());
        result.map(site.in().module().objects()::nulled).ifPresent(flag -> site.in().out().branch(site.line(),
                Conditions.notEqual(failed, 0), () -> site.in().emit(site.line(), Ops.set(flag)),
                () -> site.in().emit(site.line(), Ops.clear(flag))));
        return new Meaning.Tests(Conditions.equal(failed, 0));
    }

    private static Meaning withdraw(CallSite site, List<UserFile> files) {
        files.forEach(file -> withdraw(site.in(), file, site.line()));
        return new Nothing();
    }

    static void withdraw(Translation in, UserFile file, int line) {
        in.emit(line, new WithdrawFile(name(in, file), file.type()));
    }

    /** The kernel registers a file by itself. */
    static void registered(Translation in, UserFile file, int line) {
        in.emit(line, new RegisterFile(name(in, file), file.type(), Failure.ASSUMED_AWAY));
    }
}
