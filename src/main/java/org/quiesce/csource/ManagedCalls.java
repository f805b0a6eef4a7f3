package org.quiesce.csource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.quiesce.csource.Meaning.Held;
import org.quiesce.csource.Meaning.Yields;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.Program.CallbackKind;

/** Calls by which a device gets what it gives back by itself (include/linux/device/devres.h). */
final class ManagedCalls {

    private ManagedCalls() {}

    static void addTo(Map<String, Function<CallSite, Meaning>> table) {
        table.put("devm_add_action", ManagedCalls::addAction);
        table.put("devm_add_action_or_reset", ManagedCalls::addAction);
        table.put("devm_register_reboot_notifier", site -> {
            String notifier = site.callback(1, CallbackKind.NOTIFIER);
            Managed managed = site.in().module().drivers().managed(site);
            site.in().emit(site.line(), Ops.registerNotifier(notifier));
            managed.gets(site, in -> in.emit(site.line(), Ops.unregisterNotifier(notifier)));
            return new Yields(0);
        });
        for (String name : List.of("devm_mutex_init", "devm_spin_lock_init")) {
            table.put(name, site -> new Yields(0));
        }
    }

    /** A function of the module is called when the device goes; by the second one at once, too, if there is no memory. */
    private static Meaning addAction(CallSite site) {
        Managed managed = site.in().module().drivers().managed(site);
        IASTFunctionDefinition action = site.function(1);
        Optional<Place> data = Ast.isNull(site.argument(2)) ? Optional.empty() : site.in().place(site.argument(2));
        if (data.filter(Places::isOwn).isPresent()) {
            throw new Unresolved("what '" + Ast.text(site.argument(2)) + "' names when the device goes");
        }
        Translation in = site.in();
        int line = site.line();
        String failed = in.temporary("failed");
        in.out().branch(line, site.fails(), () -> {
            in.out().set(line, failed, Errno.ENOMEM.negative());
            if (site.name().endsWith("_or_reset")) {
                in.inline(action, line, data);
            }
        }, () -> {
            in.out().set(line, failed, 0);
            managed.gets(site, later -> later.inline(action, line, data));
        });
        return new Held(failed);
    }
}
