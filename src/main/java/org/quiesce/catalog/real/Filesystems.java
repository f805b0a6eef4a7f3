package org.quiesce.catalog.real;

import static org.quiesce.catalog.FaultClass.DOUBLE_STOP_CONCURRENT;
import static org.quiesce.catalog.FaultClass.EXIT_LEAK;
import static org.quiesce.catalog.FaultClass.FREE_BEFORE_STOP;
import static org.quiesce.catalog.FaultClass.MISSING_STOP_IN_EXIT;
import static org.quiesce.catalog.FaultClass.PARKED_BIRTH_RUNS_FN;
import static org.quiesce.catalog.FaultClass.REAP_WAIT_IN_EXIT;
import static org.quiesce.catalog.FaultClass.STOP_EXITED_NO_REF;
import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.chance;
import static org.quiesce.protocol.Conditions.equal;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.isErr;
import static org.quiesce.protocol.Conditions.isNull;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.or;
import static org.quiesce.protocol.Conditions.shouldPark;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.clear;
import static org.quiesce.protocol.Ops.clearPointer;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.kfree;
import static org.quiesce.protocol.Ops.kthreadPark;
import static org.quiesce.protocol.Ops.kthreadParkme;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.modulePut;
import static org.quiesce.protocol.Ops.modulePutAndKthreadExit;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.plainSetCurrentState;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.tryModuleGet;
import static org.quiesce.protocol.Ops.waitEvent;
import static org.quiesce.protocol.Ops.waitEventIdle;
import static org.quiesce.protocol.Ops.waitForCompletion;
import static org.quiesce.protocol.Ops.wakeUp;

import java.util.List;
import java.util.function.Consumer;
import org.quiesce.catalog.Entry;
import org.quiesce.catalog.Idioms;
import org.quiesce.catalog.Worker;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.TaskState;

/** File systems, and what was with them. */
final class Filesystems {

    private Filesystems() {}

    static List<Entry> entries() {
        return List.of(
                ext4Kmmpd(),
                f2fsGcShutdown(),
                f2fsFillSuper(),
                nilfs2Sync(),
                xfsAil(),
                ioUringSqThread(),
                ksmbdConnections());
    }

    private static Entry ext4Kmmpd() {
        Worker kmmpd = new Worker("kmmpd", "mmp_task");
        return Entry.real("fs-ext4-kmmpd", STOP_EXITED_NO_REF, "ext4 stops a thread that a remount has ended")
                .story("The thread that guards against a second mount leaves once the file system is read-only. The"
                        + " pointer to it stays, and unmount stops what it points to.")
                .broken("The thread returns when the file system is read-only.", module -> mmp(module, kmmpd)
                        .kthread(kmmpd.function(), body -> body
                                .until(shouldStop(), loop -> loop
                                        .when(flag("rdonly"), then -> then.returns(0))
                                        .call(msleep()))
                                .returns(0)))
                .mended("The thread waits for its stop, whatever it has found.", module -> mmp(module, kmmpd)
                        .kthread(kmmpd.function(), body -> {
                            body.until(or(flag("rdonly"), shouldStop()), loop -> loop.call(msleep()));
                            Idioms.sleepUntilStopped(body, TaskState.INTERRUPTIBLE, schedule());
                        }))
                .build();
    }

    private static ProtocolBuilder mmp(ProtocolBuilder module, Worker kmmpd) {
        return module
                .taskPointer(kmmpd.pointer())
                .flag("rdonly")
                .init(kmmpd::run)
                .fileOperation("remount", body -> body.call(set("rdonly")))
                .exit(kmmpd::stopIfAny);
    }

    // ---- f2fs

    private static Entry f2fsGcShutdown() {
        Worker gc = new Worker("gc_thread", "gc_task");
        return Entry.real("fs-f2fs-gc-shutdown", DOUBLE_STOP_CONCURRENT, "f2fs stops its cleaner from two sides")
                .story("A remount and the shutdown call each look whether there is a cleaner thread, stop it and forget"
                        + " it. Both may look before one forgets.")
                .broken("The two calls do not know of each other.", module -> cleaned(module, gc)
                        .fileOperation("remount", gc::stopAndForget)
                        .fileOperation("ioc_shutdown", gc::stopAndForget))
                .mended("The shutdown call takes the lock that a remount holds.", module -> cleaned(module, gc)
                        .mutex("s_umount")
                        .fileOperation("remount", body -> Idioms.locked(body, "s_umount", gc::stopAndForget))
                        .fileOperation("ioc_shutdown", body -> Idioms.locked(body, "s_umount", gc::stopAndForget)))
                .build();
    }

    private static ProtocolBuilder cleaned(ProtocolBuilder module, Worker gc) {
        return module
                .taskPointer(gc.pointer())
                .kthread(gc.function(), Idioms::pollUntilStopped)
                .init(gc::run)
                .exit(gc::stopIfAny);
    }

    private static Entry f2fsFillSuper() {
        Worker discard = new Worker("discard_thread", "discard_task");
        return Entry.real("fs-f2fs-fill-super", FREE_BEFORE_STOP, "f2fs frees what its discard thread reads")
                .story("A mount that fails halfway takes the node manager down, then the segment manager, which stops"
                        + " the discard thread. Until then that reads the node manager.")
                .broken("The failed mount frees, then stops.", module -> mounted(module, discard)
                        .init(body -> mount(body, discard, failed -> {
                            failed.call(kfree("nm_info"));
                            discard.stop(failed);
                        })))
                .mended("The failed mount stops, then frees.", module -> mounted(module, discard)
                        .init(body -> mount(body, discard, failed -> {
                            discard.stop(failed);
                            failed.call(kfree("nm_info"));
                        })))
                .build();
    }

    private static void mount(Body body, Worker discard, Consumer<Body> undo) {
        Idioms.allocateOrFail(body, "nm_info");
        discard.runOr(body, failed -> failed.call(kfree("nm_info")));
        body.when(chance("no_root_inode()"), failed -> {
            undo.accept(failed);
            failed.returns(Errno.ENODEV);
        });
    }

    private static ProtocolBuilder mounted(ProtocolBuilder module, Worker discard) {
        return module
                .taskPointer(discard.pointer())
                .memory("nm_info")
                .kthread(discard.function(), body -> Idioms.useUntilStopped(body, "nm_info"))
                .exit(body -> {
                    discard.stop(body);
                    body.call(kfree("nm_info"));
                });
    }

    // ---- requests that a stopped thread should have served

    private static Entry nilfs2Sync() {
        Worker writer = new Worker("segctord", "sc_task");
        return Entry.real("fs-nilfs2-sync", REAP_WAIT_IN_EXIT, "nilfs2 waits for a log writer that it has stopped")
                .story("Unmount stops the log writer and then drops the last inodes, for which it asks the log writer"
                        + " to sync, and waits.")
                .broken("The sync does not look whether there is a log writer.",
                        module -> logged(module, writer, Filesystems::sync))
                .mended("Without a log writer the sync returns.", module -> logged(module, writer,
                        body -> body.when(not(isNull(writer.pointer())), Filesystems::sync)))
                .build();
    }

    private static void sync(Body body) {
        body.call(set("request"))
                .call(wakeUp("wait_daemon"))
                .call(waitEvent("wait_request", not(flag("request"))));
    }

    private static ProtocolBuilder logged(ProtocolBuilder module, Worker writer, Consumer<Body> sync) {
        return module
                .taskPointer(writer.pointer())
                .waitQueue("wait_daemon")
                .waitQueue("wait_request")
                .flag("request")
                .kthread(writer.function(), body -> body
                        .loop(always(), loop -> loop
                                .call(waitEventIdle("wait_daemon", or(flag("request"), shouldStop())))
                                .when(shouldStop(), Body::leaveLoop)
                                .call(clear("request"))
                                .call(wakeUp("wait_request")))
                        .returns(0))
                .init(writer::run)
                .fileOperation("fsync", sync)
                .exit(body -> {
                    writer.stop(body);
                    body.call(clearPointer(writer.pointer()));
                    sync.accept(body);
                });
    }

    private static Entry xfsAil() {
        return Entry.real("fs-xfs-ail", EXIT_LEAK, "xfsaild leaves buffers behind when the file system is shut down")
                .story("The thread collects buffers to write. Once the file system is shut down it can't write them,"
                        + " and on its stop it returned with the buffers still on its list.")
                .broken("The stopped thread returns.", module -> ail(module, body -> {}))
                .mended("The stopped thread lets go of its buffers.", module -> ail(module, Filesystems::releaseBuffer))
                .build();
    }

    private static ProtocolBuilder ail(ProtocolBuilder module, Consumer<Body> leave) {
        Worker xfsaild = new Worker("xfsaild", "ail_task");
        return module
                .taskPointer(xfsaild.pointer())
                .flag("shut_down")
                .flag("queued")
                .memory("buffer")
                .kthread(xfsaild.function(), body -> {
                    body.until(shouldStop(), loop -> {
                        loop.when(not(flag("queued")), queue -> {
                            Idioms.allocateOrFail(queue, "buffer");
                            queue.call(set("queued"));
                        });
                        loop.when(not(flag("shut_down")), Filesystems::releaseBuffer).call(msleep());
                    });
                    leave.accept(body);
                    body.returns(0);
                })
                .init(xfsaild::runHeld)
                .environment("disk", body -> body.call(set("shut_down")))
                .exit(xfsaild::stopHeld);
    }

    private static void releaseBuffer(Body body) {
        body.when(flag("queued"), then -> then.call(clear("queued")).call(kfree("buffer")));
    }

    // ---- births and ends

    private static Entry ioUringSqThread() {
        return Entry.real("fs-io-uring-sq", PARKED_BIRTH_RUNS_FN, "io_uring parks a thread before that has begun")
                .story("The submission thread leaves its loop when it shall park, and returns after it was. If it is"
                        + " parked before its function begins, the stop unparks it into a loop that no park and no"
                        + " stop ends.")
                .broken("The thread is parked and stopped as soon as it is there.", module -> polling(module)
                        .kthread("sq_thread", Filesystems::pollUntilParked)
                        .exit(body -> body
                                .call(kthreadPark("sq_task"))
                                .call(kthreadStop("sq_task"))))
                .mended("Whoever parks the thread waits until its function has begun.", module -> polling(module)
                        .completion("started")
                        .kthread("sq_thread", body -> {
                            body.call(complete("started"));
                            pollUntilParked(body);
                        })
                        .exit(body -> body
                                .call(waitForCompletion("started"))
                                .call(kthreadPark("sq_task"))
                                .call(kthreadStop("sq_task"))))
                .build();
    }

    private static ProtocolBuilder polling(ProtocolBuilder module) {
        return module
                .taskPointer("sq_task")
                .init(new Worker("sq_thread", "sq_task")::run);
    }

    private static void pollUntilParked(Body body) {
        body.loop(always(), loop -> loop
                        .call(setCurrentState(TaskState.INTERRUPTIBLE))
                        .when(shouldPark(), Body::leaveLoop)
                        .call(schedule()))
                .call(plainSetCurrentState(TaskState.RUNNING))
                .call(kthreadParkme())
                .returns(0);
    }

    private static Entry ksmbdConnections() {
        return Entry.real("fs-ksmbd-connections", MISSING_STOP_IN_EXIT, "ksmbd goes while its connections are served")
                .story("Every connection has a thread, which ends when the client hangs up. The exit function knows"
                        + " nothing of them.")
                .broken("Nothing holds the module while a connection is served.", module -> serving(module)
                        .kthread("conn_handler", body -> {
                            serve(body);
                            body.returns(0);
                        })
                        .fileOperation("accept", body -> body
                                .assign("conn_task", kthreadRun("conn_handler").mayFail())))
                .mended("The thread has a module reference, taken before it is created and dropped in core text.",
                        module -> serving(module)
                                .kthread("conn_handler", body -> {
                                    serve(body);
                                    body.call(modulePutAndKthreadExit(0));
                                })
                                .fileOperation("accept", body -> body
                                        .assign("got", tryModuleGet())
                                        .when(equal("got", 0), then -> then.returns(Errno.ENODEV))
                                        .assign("conn_task", kthreadRun("conn_handler").mayFail())
                                        .when(isErr("conn_task"), then -> then.call(modulePut()))))
                .build();
    }

    private static void serve(Body body) {
        body.until(flag("hung_up"), loop -> loop.call(msleep()));
    }

    private static ProtocolBuilder serving(ProtocolBuilder module) {
        return module
                .taskPointer("conn_task")
                .flag("hung_up")
                .environment("client", body -> body.call(set("hung_up")))
                .exit(body -> {});
    }
}
