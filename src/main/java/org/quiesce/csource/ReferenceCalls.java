package org.quiesce.csource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.quiesce.csource.Meaning.Held;
import org.quiesce.csource.Meaning.Nothing;
import org.quiesce.protocol.Conditions;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.SharedObject.Kind;
import org.quiesce.protocol.Spellings;

/**
 * Calls about counted references. A semaphore stands for the references but one: who drops one takes it down without
 * waiting, and who can't has dropped the last (include/linux/kref.h, refcount_dec_and_test()). That is one step, as it is
 * in the kernel.
 */
final class ReferenceCalls {

    private ReferenceCalls() {}

    static void addTo(Map<String, Function<CallSite, Meaning>> table) {
        table.put("kref_init", site -> {
            references(site);
            return new Nothing();
        });
        table.put("kref_get", ReferenceCalls::get);
        table.put("kref_read", site -> new Nothing());
        table.put("kref_put", ReferenceCalls::put);
        table.put("kref_put_mutex", ReferenceCalls::putMutex);
        for (String name : List.of("kref_get_unless_zero", "kref_put_lock")) {
            table.put(name, site -> {
                throw new Unresolved(name + "() is not modelled");
            });
        }
    }

    private static String references(CallSite site) {
        return site.semaphore(0, 0);
    }

    /** Drops one of the references that a semaphore counts; the local variable that is not 0 if it was the last. */
    static String drop(Translation in, String references, int line) {
        String isLast = in.temporary("is_last");
        in.out().assign(line, isLast, Spellings.refcountDecAndTest(references));
        return isLast;
    }

    private static Meaning get(CallSite site) {
        site.in().out().call(site.line(), Spellings.refcountInc(references(site)));
        return new Nothing();
    }

    private static Meaning put(CallSite site) {
        IASTFunctionDefinition release = site.function(1);
        String isLast = drop(site.in(), references(site), site.line());
        site.in().out().branch(site.line(), Conditions.notEqual(isLast, 0), () -> release(site, release), () -> { });
        return new Held(isLast);
    }

    /** The last reference is dropped under the mutex, which the release function unlocks. */
    private static Meaning putMutex(CallSite site) {
        IASTFunctionDefinition release = site.function(1);
        String mutex = site.object(2, Kind.MUTEX);
        String isLast = drop(site.in(), references(site), site.line());
        site.in().out().branch(site.line(), Conditions.notEqual(isLast, 0), () -> {
            site.in().emit(site.line(), Ops.mutexLock(mutex));
            site.in().out().assign(site.line(), isLast, Spellings.refcountDecAndTest(references(site)));
            site.in().out().branch(site.line(), Conditions.notEqual(isLast, 0), () -> release(site, release),
                    () -> site.in().emit(site.line(), LockCalls.mutexUnlock(site, 2)));
        }, () -> { });
        return new Held(isLast);
    }

    private static void release(CallSite site, IASTFunctionDefinition release) {
        site.in().inline(release, site.line(), List.of(site.argument(0)), Optional.empty());
    }
}
