package org.quiesce.csource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.quiesce.csource.Meaning.Does;
import org.quiesce.csource.Meaning.Held;
import org.quiesce.protocol.CallbackOps;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Operation.Result;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.Program.CallbackKind;

/** Calls about interrupts (include/linux/interrupt.h). */
final class InterruptCalls {

    /** Calls that request an interrupt, by the position of its number: those of a device have the device before it. */
    private static final Map<String, Integer> REQUESTS = Map.of("request_irq", 0, "request_threaded_irq", 0,
            "devm_request_irq", 1, "devm_request_threaded_irq", 1);

    private InterruptCalls() {}

    static void addTo(Map<String, Function<CallSite, Meaning>> table) {
        table.put("request_irq", site -> new Does(request(site)));
        table.put("request_threaded_irq", site -> new Held(requested(site, request(site))));
        table.put("devm_request_irq", InterruptCalls::requestManaged);
        table.put("devm_request_threaded_irq", InterruptCalls::requestManaged);
        table.put("free_irq", site -> new Does(Ops.freeIrq(handler(site))));
        table.put("synchronize_irq", site -> new Does(CallbackOps.synchronizeIrq(handler(site))));
        table.put("disable_irq", site -> new Does(CallbackOps.disableIrq(handler(site))));
        table.put("disable_irq_nosync", site -> new Does(CallbackOps.disableIrqNosync(handler(site))));
        table.put("enable_irq", site -> new Does(CallbackOps.enableIrq(handler(site))));
    }

    /** Where a function has the number of the interrupt that it requests; empty if it requests none. */
    static Optional<Integer> requests(String function) {
        return Optional.ofNullable(REQUESTS.get(function));
    }

    private static String handler(CallSite site) {
        return site.in().module().contexts().irqHandler(site.argument(0));
    }

    private static boolean isThreaded(CallSite site) {
        return site.name().endsWith("threaded_irq") && !Ast.isNull(site.argument(2));
    }

    /** The request, and the handler that it is for; the number of the interrupt is the first argument. */
    private static Operation request(CallSite site) {
        int data = site.name().endsWith("threaded_irq") ? 5 : 4;
        if (!isThreaded(site)) {
            return Ops.requestIrq(site.callbackFunction(1, CallbackKind.IRQ, data)).mayFail();
        }
        String thread = site.callbackFunction(2, CallbackKind.IRQ_THREAD, data);
        String primary = Ast.isNull(site.argument(1))
                ? site.in().module().contexts().defaultHandler(site.function(2), site.line())
                : site.callbackFunction(1, CallbackKind.IRQ, data);
        return Ops.requestThreadedIrq(primary, thread);
    }

    /** Requests it, and says in a local variable whether that failed. */
    private static String requested(CallSite site, Operation request) {
        Translation in = site.in();
        String failed = in.temporary("failed");
        if (request.result() == Result.NUMBER) {
            in.out().assign(site.line(), failed, request);
        } else {
            in.out().branch(site.line(), site.fails(),
                    () -> in.out().set(site.line(), failed, Errno.ENOMEM.negative()), () -> {
                        in.emit(site.line(), request);
                        in.out().set(site.line(), failed, 0);
                    });
        }
        return failed;
    }

    /** The interrupt is freed when its device goes (kernel/irq/devres.c). */
    private static Meaning requestManaged(CallSite site) {
        Managed managed = site.in().module().drivers().managed(site);
        CallSite plain = site.from(1);
        String failed = requested(plain, request(plain));
        String handler = site.in().module().contexts().irqHandler(plain.argument(0));
        managed.unless(site, failed, in -> in.emit(site.line(), Ops.freeIrq(handler)));
        return new Held(failed);
    }
}
