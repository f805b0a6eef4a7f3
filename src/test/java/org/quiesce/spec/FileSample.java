package org.quiesce.spec;

import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.FileOps.*;
import static org.quiesce.protocol.Ops.*;

import java.util.function.Consumer;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;

/** Modules with a thread, and a file by which users wake it. */
final class FileSample {

    private FileSample() {}

    /** A misc device whose write() wakes the thread; calls of init, then those of exit. */
    static Protocol device(Pinning pinning, Operation first, Operation second, Operation... exit) {
        return users(thread().miscDevice("node"), pinning, body -> body.call(wakeUpProcess("task")))
                .init(init -> start(start(init, first), second))
                .exit(body -> calls(body, exit))
                .build();
    }

    /** An attribute whose store() does something. */
    static Protocol attribute(Operation store, Operation... exit) {
        return users(thread().deviceAttribute("node"), Pinning.NONE, body -> body.call(store))
                .init(init -> start(init, kthreadRun("worker")).call(deviceCreateFile("node")))
                .exit(body -> calls(body, exit))
                .build();
    }

    /** A misc device, which is registered by an init that does no more, or fails then. */
    static Protocol registered(Pinning pinning, int result, Operation... exit) {
        return users(Protocol.module("registered").miscDevice("node"), pinning, body -> body.call(msleep()))
                .init(init -> init.call(miscRegister("node")).returns(result))
                .exit(body -> calls(body, exit))
                .build();
    }

    /** An entry of /proc that is removed by these calls. */
    static Protocol entry(Operation... exit) {
        return users(Protocol.module("entry").procEntry("node"), Pinning.NONE, body -> body.call(msleep()))
                .init(init -> init.call(procCreate("node")))
                .exit(body -> calls(body, exit))
                .build();
    }

    private static ProtocolBuilder thread() {
        return Protocol.module("wakes-by-file")
                .taskPointer("task")
                .kthread("worker", body -> body.until(shouldStop(), loop -> loop.call(msleep())));
    }

    private static ProtocolBuilder users(ProtocolBuilder module, Pinning pinning, Consumer<Body> body) {
        return module.fileOperations("write", 1, pinning, "node", body);
    }

    private static Body start(Body body, Operation call) {
        return call.result() == Operation.Result.TASK ? body.assign("task", call) : body.call(call);
    }

    private static void calls(Body body, Operation... calls) {
        for (Operation call : calls) {
            body.call(call);
        }
    }
}
