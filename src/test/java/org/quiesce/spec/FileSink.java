package org.quiesce.spec;

import static org.quiesce.protocol.Conditions.chance;
import static org.quiesce.protocol.Conditions.equal;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.FileOps.*;
import static org.quiesce.protocol.Ops.*;

import java.util.List;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.TaskState;

/** Protocols of no use that register and withdraw files of every type in every state of theirs. */
public final class FileSink {

    private FileSink() {}

    /** All of them. */
    public static List<Protocol> all() {
        return List.of(devices(), entries(), twice(), awaited(), frozen());
    }

    /** Devices, whose calls outlast them; init may fail while they are there. */
    private static Protocol devices() {
        return Protocol.module("devices")
                .memory("buf")
                .miscDevice("node")
                .characterDevice("line")
                .init(body -> body
                        .assign("ret", miscRegister("node").mayFail())
                        .when(not(equal("ret", 0)), then -> then.returns(Errno.ENOMEM))
                        .call(allocate("buf"))
                        .assign("ret", cdevAdd("line").mayFail())
                        .when(not(equal("ret", 0)), then -> then.call(miscDeregister("node")).call(kfree("buf")).returns(Errno.ENOMEM)))
                .fileOperations("write", 2, Pinning.OWNER, "node", body -> body.call(use("buf")))
                .fileOperations("read", 1, Pinning.NONE, "line", body -> body.call(use("buf")))
                .exit(body -> body.call(cdevDel("line")).call(miscDeregister("node")).call(kfree("buf")).call(cdevDel("line")))
                .build();
    }

    /** Files whose removal waits: in an order that is wrong for one of them. */
    private static Protocol entries() {
        return Protocol.module("entries")
                .memory("buf")
                .deviceAttribute("attr").procEntry("entry").debugfsFile("file")
                .init(body -> body
                        .call(deviceCreateFile("attr"))
                        .call(allocate("buf"))
                        .call(procCreate("entry"))
                        .call(debugfsCreateFile("file"))
                        .when(chance("probe()"), then -> then.returns(Errno.ENODEV)))
                .fileOperations("store", 1, Pinning.NONE, "attr", body -> body.call(use("buf")))
                .fileOperations("seq_show", 2, Pinning.NONE, "entry", body -> body.call(use("buf")))
                .fileOperations("dump", 1, Pinning.OWNER, "file", body -> body.call(msleep()))
                .exit(body -> body.call(debugfsRemove("file")).call(procRemove("entry")).call(kfree("buf"))
                        .call(deviceRemoveFile("attr")).call(deviceRemoveFile("attr")))
                .build();
    }

    /** By users: before the first registration, twice, and in a call through the very file. */
    private static Protocol twice() {
        return Protocol.module("twice-there")
                .miscDevice("node").procEntry("entry").debugfsFile("file")
                .init(body -> body.call(miscRegister("node")).call(procRemove("entry")))
                .fileOperations("ioctl", 2, Pinning.OWNER, "node", body -> body
                        .when(chance("cmd"), then -> then.call(procCreate("entry")), other -> other.call(procRemove("entry"))))
                .fileOperations("show", 1, Pinning.NONE, "entry", body -> body.call(procRemove("entry")))
                .fileOperations("dump", 1, Pinning.NONE, "file", body -> body.call(debugfsRemove("file")))
                .exit(body -> body.call(debugfsRemove("file")).call(debugfsCreateFile("file"))
                        .call(miscDeregister("node")).call(miscDeregister("node")))
                .build();
    }

    /** A thread removes a file after it has set its state. */
    private static Protocol awaited() {
        return Protocol.module("awaited-there")
                .taskPointer("task").flag("gone").deviceAttribute("attr")
                .kthread("worker", body -> body
                        .call(setCurrentState(TaskState.INTERRUPTIBLE))
                        .call(deviceRemoveFile("attr"))
                        .when(not(flag("gone")), then -> then.call(schedule()))
                        .call(setCurrentState(TaskState.RUNNING)))
                .init(body -> body.call(deviceCreateFile("attr")).assign("task", kthreadRun("worker")).call(getTaskStruct("task")))
                .fileOperations("store", 2, Pinning.NONE, "attr", body -> body.call(set("gone")))
                .exit(body -> body.call(kthreadStop("task")).call(putTaskStruct("task")))
                .build();
    }

    /** User tasks that are frozen call nobody. */
    private static Protocol frozen() {
        return Protocol.module("frozen-there")
                .miscDevice("node").flag("ready").waitQueue("queue")
                .init(body -> body.call(miscRegister("node")).call(msleep()))
                .fileOperations("read", 1, Pinning.OWNER, "node", body -> body
                        .assign("ret", waitEventInterruptible("queue", flag("ready"))))
                .environment("suspend", body -> body.call(suspendFreezeProcesses()).call(thawProcesses()))
                .exit(body -> body.call(miscDeregister("node")))
                .build();
    }
}
