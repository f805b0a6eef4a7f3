package org.quiesce.protocol;

import java.util.List;
import java.util.stream.Stream;
import org.quiesce.protocol.Operation.RequestThreadedIrq;
import org.quiesce.protocol.Program.Callback;
import org.quiesce.protocol.Program.CallbackKind;

/** Refuses a threaded interrupt whose thread does not run one function for one handler. */
record IrqThreadCheck(Protocol protocol) {

    void run() {
        List<RequestThreadedIrq> requests = protocol.programs().stream()
                .flatMap(Program::calls)
                .flatMap(call -> call.operation() instanceof RequestThreadedIrq request
                        ? Stream.of(request)
                        : Stream.empty())
                .distinct()
                .toList();
        for (Callback callback : protocol.callbacks()) {
            String name = callback.name();
            long asFunction = requests.stream().filter(r -> r.thread().equals(name)).count();
            long asHandler = requests.stream().filter(r -> r.handler().equals(name)).count();
            if (callback.kind() == CallbackKind.IRQ_THREAD && asFunction == 0) {
                throw refuse("no program ever requests an interrupt with '" + name
                        + "'; call requestThreadedIrq, or remove it");
            }
            if (asFunction > 1 || asHandler > 1) {
                throw refuse("'" + name + "' is requested with more than one partner; give each handler its own thread"
                        + " function");
            }
        }
    }

    private ProtocolException refuse(String why) {
        return new ProtocolException("protocol " + protocol.name() + ": " + why);
    }
}
