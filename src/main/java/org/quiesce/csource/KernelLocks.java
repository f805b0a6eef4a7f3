package org.quiesce.csource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.quiesce.csource.Meaning.Does;
import org.quiesce.csource.Meaning.Nothing;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.SharedObject.Kind;

/**
 * Calls that take and release locks of the kernel, which no object of the module stands for: of the whole kernel, or of
 * what the argument names (include/linux/rtnetlink.h, device.h, console.h, fs.h, mmap_lock.h, include/net/sock.h).
 */
final class KernelLocks {

    /** How a lock is taken, or released. */
    private enum Act { TAKES, TAKES_TO_READ, TRIES, TAKES_UNLESS_SIGNALLED, RELEASES, RELEASES_READ }

    /**
     * A function about a lock.
     *
     * @param family of locks of one type
     */
    private record Call(String family, Kind kind, Act act) {}

    private static final Map<String, Call> CALLS = Map.ofEntries(
            mutex("rtnl_lock", "rtnl", Act.TAKES), mutex("rtnl_lock_killable", "rtnl", Act.TAKES_UNLESS_SIGNALLED),
            mutex("rtnl_trylock", "rtnl", Act.TRIES), mutex("rtnl_unlock", "rtnl", Act.RELEASES),
            mutex("device_lock", "device_lock", Act.TAKES), mutex("device_unlock", "device_lock", Act.RELEASES),
            mutex("device_lock_interruptible", "device_lock", Act.TAKES_UNLESS_SIGNALLED),
            mutex("device_trylock", "device_lock", Act.TRIES),
            mutex("usb_lock_device", "device_lock", Act.TAKES), mutex("usb_unlock_device", "device_lock", Act.RELEASES),
            mutex("usb_trylock_device", "device_lock", Act.TRIES),
            mutex("lock_sock", "sock_lock", Act.TAKES), mutex("lock_sock_nested", "sock_lock", Act.TAKES),
            mutex("release_sock", "sock_lock", Act.RELEASES),
            mutex("console_lock", "console", Act.TAKES), mutex("console_trylock", "console", Act.TRIES),
            mutex("console_unlock", "console", Act.RELEASES),
            mutex("lock_system_sleep", "system_sleep", Act.TAKES),
            mutex("unlock_system_sleep", "system_sleep", Act.RELEASES),
            mutex("pci_lock_rescan_remove", "pci_rescan", Act.TAKES),
            mutex("pci_unlock_rescan_remove", "pci_rescan", Act.RELEASES),
            rwSemaphore("inode_lock", "inode_lock", Act.TAKES), rwSemaphore("inode_unlock", "inode_lock", Act.RELEASES),
            rwSemaphore("inode_lock_shared", "inode_lock", Act.TAKES_TO_READ),
            rwSemaphore("inode_unlock_shared", "inode_lock", Act.RELEASES_READ),
            rwSemaphore("mmap_write_lock", "mmap_lock", Act.TAKES), rwSemaphore("mmap_write_unlock", "mmap_lock", Act.RELEASES),
            rwSemaphore("mmap_read_lock", "mmap_lock", Act.TAKES_TO_READ),
            rwSemaphore("mmap_read_unlock", "mmap_lock", Act.RELEASES_READ));

    /** Locks of which there is one. */
    private static final List<String> ONLY_ONE = List.of("rtnl", "console", "system_sleep", "pci_rescan");

    private KernelLocks() {}

    private static Map.Entry<String, Call> mutex(String function, String family, Act act) {
        return Map.entry(function, new Call(family, Kind.MUTEX, act));
    }

    private static Map.Entry<String, Call> rwSemaphore(String function, String family, Act act) {
        return Map.entry(function, new Call(family, Kind.RW_SEMAPHORE, act));
    }

    static void addTo(Map<String, Function<CallSite, Meaning>> table) {
        CALLS.forEach((name, call) -> table.put(name, site -> meaning(site, call)));
    }

    /** Whoever comes to a function of the file with a lock of others, and lends it to them there, is not followed. */
    private static Meaning meaning(CallSite site, Call call) {
        ForeignLocks foreign = site.in().module().foreignLocks();
        String lock = ONLY_ONE.contains(call.family()) ? call.family() : call.family() + " of " + of(site);
        if (foreign.areLent(call.family())) {
            foreign.act(site, call.family(), releases(call.act()));
            if (!releases(call.act())) {
                foreign.keepsNobodyOut(site);
            }
            return new Nothing();
        }
        foreign.act(site, call.family(), lock, releases(call.act()));
        String name = site.in().module().objects().kernelLock(call.family(), lock, call.kind());
        return new Does(call.kind() == Kind.MUTEX ? mutex(name, call.act()) : rwSemaphore(name, call.act()));
    }

    private static Operation mutex(String name, Act act) {
        return switch (act) {
            case TRIES -> Ops.mutexTrylock(name);
            case TAKES_UNLESS_SIGNALLED -> Ops.mutexLockInterruptible(name);
            case RELEASES, RELEASES_READ -> Ops.mutexUnlock(name);
            default -> Ops.mutexLock(name);
        };
    }

    private static Operation rwSemaphore(String name, Act act) {
        return switch (act) {
            case TAKES_TO_READ -> Ops.downRead(name);
            case RELEASES -> Ops.upWrite(name);
            case RELEASES_READ -> Ops.upRead(name);
            default -> Ops.downWrite(name);
        };
    }

    private static boolean releases(Act act) {
        return act == Act.RELEASES || act == Act.RELEASES_READ;
    }

    /** Whose lock it is: a variable of the module, or as it is spelled. */
    private static String of(CallSite site) {
        return site.in().variable(site.argument(0)).filter(v -> !Places.isLocal(v))
                .map(v -> site.in().module().places().name(v))
                .orElseGet(() -> Ast.text(CModule.withoutAddress(site.argument(0))));
    }

    /** Whether some function releases a lock of that family before it takes any. */
    static boolean areLent(CModule file, String family) {
        return file.functions().values().stream().anyMatch(function -> releasesFirst(function, family));
    }

    private static boolean releasesFirst(IASTFunctionDefinition function, String family) {
        List<Call> calls = new ArrayList<>();
        Ast.expressions(function, e -> Ast.callee(e).flatMap(name -> Optional.ofNullable(CALLS.get(name)))
                .filter(call -> call.family().equals(family)).ifPresent(calls::add));
        return Stream.of(calls).filter(c -> !c.isEmpty()).anyMatch(c -> releases(c.get(0).act()));
    }
}
