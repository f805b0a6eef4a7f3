package org.quiesce.protocol;

import java.util.List;
import org.quiesce.protocol.InterruptOperation.RequestsThread;
import org.quiesce.protocol.Program.Callback;
import org.quiesce.protocol.Program.CallbackKind;

/** Refuses a threaded interrupt whose thread does not run one function for one handler. */
record IrqThreadCheck(Protocol protocol) {

    void run() {
        List<RequestsThread> requests = protocol.operations(RequestsThread.class)
                .filter(r -> r.servedBy().isPresent())
                .distinct()
                .toList();
        for (Callback callback : protocol.callbacks()) {
            String name = callback.name();
            long asFunction = requests.stream().filter(r -> r.servedBy().filter(name::equals).isPresent()).count();
            long asHandler = requests.stream().filter(r -> r.handler().equals(name)).count();
            if (callback.kind() == CallbackKind.IRQ_THREAD && asFunction == 0) {
                throw protocol.refuse("no program ever requests an interrupt with '" + name
                        + "'; call requestThreadedIrq, or remove it");
            }
            if (asFunction > 1 || asHandler > 1) {
                throw protocol.refuse("'" + name + "' is requested with more than one partner; give each handler its own"
                        + " thread function");
            }
        }
    }
}
