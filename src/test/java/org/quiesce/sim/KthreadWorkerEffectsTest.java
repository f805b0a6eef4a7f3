package org.quiesce.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.kernel.Profiles.LINUX_6_1;
import static org.quiesce.kernel.Profiles.LINUX_6_12;
import static org.quiesce.kernel.Profiles.LINUX_6_18;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.workerErr;
import static org.quiesce.protocol.Ops.kthreadCancelDelayedWorkSync;
import static org.quiesce.protocol.Ops.kthreadCancelWorkSync;
import static org.quiesce.protocol.Ops.kthreadCreateWorker;
import static org.quiesce.protocol.Ops.kthreadDestroyWorker;
import static org.quiesce.protocol.Ops.kthreadFlushWork;
import static org.quiesce.protocol.Ops.kthreadFlushWorker;
import static org.quiesce.protocol.Ops.kthreadInitWorker;
import static org.quiesce.protocol.Ops.kthreadQueueDelayedWork;
import static org.quiesce.protocol.Ops.kthreadQueueWork;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStopWorkerTask;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setLocal;
import static org.quiesce.protocol.Ops.spinLock;
import static org.quiesce.protocol.WorkOps.kthreadInitDelayedWork;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.step.Bounds;
import org.quiesce.protocol.step.Datum;

/** What each step of kthread workers and their work changes, in runs along a schedule. */
class KthreadWorkerEffectsTest {

    private static final Consumer<Body> SETS = body -> body.call(set("ready"));
    private static final Consumer<Body> CREATE = init -> init.call(kthreadCreateWorker("kw"));

    @Test
    void aWorkerIsMadeAndItsThreadWokenOnOldKernels() {
        Played.of(module().kthreadWork("job", "kw", SETS).init(CREATE), LINUX_6_12).go("modprobe", 1)
                .expect("modprobe", "pc[modprobe]=2.wake kw=live kw_task=kw_thread")
                .expect("modprobe", "pc[modprobe]=3 arg[modprobe]=NULL asleep[kw_thread]=false state[kw_thread]=RUNNING");
        Played.of(module().kthreadWork("job", "kw", SETS).init(CREATE), LINUX_6_18).go("modprobe", 2)
                .expect("modprobe", "pc[modprobe]=3 arg[modprobe]=NULL")
                .refuse("kw_thread");
    }

    @Test
    void aWorkerThatCantBeMade() {
        play(module().kthreadWork("job", "kw", SETS).init(init -> init.call(kthreadCreateWorker("kw").mayFail())
                .when(not(workerErr("kw")), then -> then.call(set("ready"))).call(kthreadQueueWork("kw", "job"))))
                .choose("modprobe", "arg[modprobe]=ERR pc[modprobe]=2.failed")
                .expect("modprobe", "pc[modprobe]=3 arg[modprobe]=NULL kw=error")
                .expect("modprobe", "pc[modprobe]=6")
                .expect("modprobe", "fault=NULL-DEREF");
    }

    @Test
    void itsThreadSleepsUntilThereIsWorkAndRunsItOnePieceAtATime() {
        ProtocolBuilder driver = module().kthreadWork("job", "kw", SETS).init(init -> init
                .call(kthreadCreateWorker("kw")).assign("ret", kthreadQueueWork("kw", "job"))
                .assign("ret", kthreadQueueWork("kw", "job")));
        play(driver).go("modprobe", 3).go("kw_thread", 1)
                .expect("kw_thread", "pc[kw_thread]=1.set")
                .expect("kw_thread", "pc[kw_thread]=1.stop state[kw_thread]=INTERRUPTIBLE")
                .expect("kw_thread", "pc[kw_thread]=1.take")
                .expect("kw_thread", "pc[kw_thread]=1.sleep")
                .expect("kw_thread", "pc[kw_thread]=1.set asleep[kw_thread]=true")
                .refuse("kw_thread")
                .expect("modprobe", "pc[modprobe]=4 armed[job]=true ret[modprobe]=1 asleep[kw_thread]=false"
                        + " state[kw_thread]=RUNNING")
                .expect("modprobe", "pc[modprobe]=5 ret[modprobe]=0")
                .refuse("job")
                .go("kw_thread", 2)
                .expect("kw_thread", "pc[kw_thread]=1.run armed[job]=false kw_current=job kw_running=job"
                        + " state[kw_thread]=RUNNING")
                .refuse("kw_thread")
                .expect("job", "pc[job]=6")
                .expect("job", "pc[job]=return ready=true")
                .refuse("kw_thread")
                .expect("job", "pc[job]=idle kw_running=none")
                .refuse("job")
                .expect("kw_thread", "pc[kw_thread]=1.set").go("kw_thread", 2)
                .expect("kw_thread", "pc[kw_thread]=1.sleep kw_current=none");
    }

    @Test
    void whatWasQueuedFirstIsTakenFirst() {
        Played played = play(module().kthreadWork("job", "kw", SETS).kthreadWork("other", "kw", SETS).kthreadWork("late", "kw", SETS)
                .init(init -> init.call(kthreadCreateWorker("kw"))
                        .call(kthreadQueueWork("kw", "other")).call(kthreadQueueWork("kw", "job"))
                        .call(kthreadQueueWork("kw", "late")).call(kthreadQueueWork("kw", "other"))))
                .go("modprobe", 3)
                .does("modprobe", "armed[other]=true")
                .does("modprobe", "armed[job]=true ahead[job]={other}")
                .does("modprobe", "armed[late]=true ahead[late]={job, other}")
                .go("kw_thread", 4);
        assertThat(played.choices("kw_thread")).containsExactly(Set.of("armed[other]=false", "ahead[job]={}",
                "ahead[late]={job}", "kw_current=other", "kw_running=other", "state[kw_thread]=RUNNING"));
        played.go("kw_thread", 1).does("modprobe", "armed[other]=true ahead[other]={job, late}")
                .refuse("job").go("other", 3).go("kw_thread", 3)
                .does("kw_thread", "armed[job]=false ahead[other]={late} ahead[late]={} kw_current=job kw_running=job"
                        + " state[kw_thread]=RUNNING");
    }

    @Test
    void whatIsCancelledLeavesItsPlaceInTheLine() {
        play(module().kthreadWork("job", "kw", SETS).kthreadWork("other", "kw", SETS)
                .init(init -> init.call(kthreadCreateWorker("kw"))
                        .call(kthreadQueueWork("kw", "job")).call(kthreadQueueWork("kw", "other"))
                        .call(kthreadCancelWorkSync("job")).call(kthreadQueueWork("kw", "job"))))
                .until("modprobe", "ahead[other]={job}")
                .does("modprobe", "armed[job]=false ahead[other]={}")
                .does("modprobe", "armed[job]=true ahead[job]={other}");
    }

    @Test
    void aThreadThatRunsWorkIsNotWokenForMore() {
        play(module().kthreadWork("job", "kw", body -> body.call(kthreadQueueWork("kw", "job")))
                .init(init -> init.call(kthreadCreateWorker("kw")).call(kthreadQueueWork("kw", "job"))))
                .go("modprobe", 4).go("kw_thread", 5).go("job", 1)
                .expect("job", "pc[job]=return armed[job]=true")
                .expect("job", "pc[job]=idle kw_running=none");
    }

    @Test
    void aStopIsSeenBeforeTheList() {
        play(module().kthreadWork("job", "kw", SETS).init(init -> init
                .call(kthreadCreateWorker("kw")).call(kthreadQueueWork("kw", "job")).call(kthreadStopWorkerTask("kw"))))
                .go("modprobe", 4).go("kw_thread", 3).go("modprobe", 3)
                .expect("kw_thread", "pc[kw_thread]=exit kw_task=NULL state[kw_thread]=RUNNING")
                .refuse("job");
    }

    @Test
    void aWorkerWhoseThreadIsFreedWakesAnotherTask() {
        // It never got to its loop, where it would have left the worker.
        play(module().kthreadWork("job", "kw", SETS).init(init -> init.call(kthreadCreateWorker("kw"))
                        .call(kthreadStopWorkerTask("kw")).call(kthreadQueueWork("kw", "job"))).memoryReuse())
                .until("modprobe", "shouldStop[kw_thread]=true").until("kw_thread", "pc[kw_thread]=gone")
                .until("modprobe", "usage[kw_thread]=0")
                .expect("Reuse", "reused[kw_thread]=true")
                .until("modprobe", "fault=WRONG-VICTIM");
    }

    @Test
    void aSecondThreadOfAWorker() {
        play(Protocol.module("example").flag("ready").taskPointer("task").taskPointer("other").kthreadWorker("kw", 2)
                .kthreadWork("job", "kw", SETS)
                .init(init -> init.call(kthreadInitWorker("kw"))
                        .assign("task", kthreadRun("kw_thread")).assign("other", kthreadRun("kw_thread"))))
                .expect("modprobe", "pc[modprobe]=3.create kw=live")
                .go("modprobe", 6).go("kw_thread1", 1).go("kw_thread2", 1)
                .expect("kw_thread1", "pc[kw_thread1]=1.set kw_task=kw_thread1")
                .expect("kw_thread2", "pc[kw_thread2]=1.set kw_task=kw_thread2 warned=true");
    }

    @Test
    void aWorkerThatIsNotThere() {
        for (Operation call : List.of(kthreadQueueWork("kw", "job"), kthreadQueueDelayedWork("kw", "job"),
                kthreadFlushWorker("kw"), kthreadDestroyWorker("kw"))) {
            play(module().kthreadDelayedWork("job", "kw", SETS).init(init -> init.call(call)
                    .call(kthreadCreateWorker("kw"))))
                    .expect("modprobe", "fault=NULL-DEREF");
            Played gone = play(module().kthreadDelayedWork("job", "kw", SETS)
                    .init(init -> init.call(kthreadCreateWorker("kw")).call(kthreadDestroyWorker("kw")).call(call)));
            destroyed(gone.go("modprobe", 3).go("kw_thread", 6)).expect("modprobe", "fault=KASAN-UAF");
        }
    }

    /** Lets the loader and the worker's thread go on until the worker is freed. */
    private static Played destroyed(Played played) {
        while (!played.at.get("kw", "").orElseThrow().toString().equals("freed")) {
            played.go(played.moves("modprobe").isEmpty() ? "kw_thread" : "modprobe", 1);
        }
        return played;
    }

    @Test
    void workOfAWorkerWithoutThread() {
        play(module().kthreadWork("job", "kw", SETS).init(init -> init.call(kthreadInitWorker("kw"))
                .call(kthreadQueueWork("kw", "job")).call(kthreadDestroyWorker("kw")).call(kthreadFlushWorker("kw")))
                .exit(CREATE))
                .go("modprobe", 1)
                .expect("modprobe", "pc[modprobe]=4.task armed[job]=true")
                .expect("modprobe", "pc[modprobe]=5.note warned=true")
                .expect("modprobe", "pc[modprobe]=5.flush behind[job]={modprobe} flushing[modprobe]=kw")
                .refuse("modprobe");
        play(module().kthreadWork("job", "kw", SETS)
                .init(init -> init.call(kthreadInitWorker("kw")).call(kthreadFlushWorker("kw"))).exit(CREATE))
                .go("modprobe", 2).refuse("modprobe");
    }

    // ---- delayed work

    @Test
    void delayedWorkIsInsertedWhenItsTimerExpires() {
        ProtocolBuilder driver = module().kthreadDelayedWork("job", "kw", SETS).init(init -> init
                .call(kthreadCreateWorker("kw")).assign("ret", kthreadQueueDelayedWork("kw", "job"))
                .assign("ret", kthreadQueueWork("kw", "job")).assign("ret", kthreadQueueDelayedWork("kw", "job")));
        play(driver).go("modprobe", 3).go("kw_thread", 6)
                .expect("modprobe", "pc[modprobe]=4 timed[job]=on ret[modprobe]=1")
                .expect("modprobe", "pc[modprobe]=5 ret[modprobe]=0")
                .expect("modprobe", "pc[modprobe]=6")
                .expect("DelayExpires",
                        "armed[job]=true timed[job]=off asleep[kw_thread]=false state[kw_thread]=RUNNING")
                .refuse("DelayExpires");
    }

    @Test
    void aTimerThatOutlivesItsWorker() {
        ProtocolBuilder driver = module().kthreadDelayedWork("job", "kw", SETS).init(init -> init
                .call(kthreadCreateWorker("kw")).call(kthreadQueueDelayedWork("kw", "job"))
                .call(kthreadDestroyWorker("kw")));
        Played silent = destroyed(Played.of(driver, LINUX_6_1).go("modprobe", 4).go("kw_thread", 6));
        assertThat(silent.at.get("warned", "").orElseThrow()).isEqualTo(Datum.of(false));
        silent.expect("DelayExpires", "fault=KASAN-UAF");
        Played warns = destroyed(Played.of(driver, LINUX_6_12).go("modprobe", 4).go("kw_thread", 6));
        assertThat(warns.at.get("warned", "").orElseThrow()).isEqualTo(Datum.of(true));
    }

    @Test
    void aCancelThatKnowsNothingOfTheTimer() {
        ProtocolBuilder driver = module().kthreadDelayedWork("job", "kw", SETS).init(init -> init
                .call(kthreadCreateWorker("kw")).call(kthreadQueueDelayedWork("kw", "job"))
                .call(kthreadCancelWorkSync("job")).assign("ret", kthreadQueueWork("kw", "job")));
        play(driver).go("modprobe", 4)
                .expect("modprobe", "pc[modprobe]=5 timed[job]=unlinked")
                .expect("DelayExpires", "armed[job]=true timed[job]=off warned=true");
        play(driver).go("modprobe", 5)
                .expect("modprobe", "pc[modprobe]=6 armed[job]=true ret[modprobe]=1")
                .expect("DelayExpires", "timed[job]=off warned=true");
        ProtocolBuilder stops = module().kthreadDelayedWork("job", "kw", SETS).init(init -> init
                .call(kthreadCreateWorker("kw")).call(kthreadQueueDelayedWork("kw", "job"))
                .call(kthreadCancelDelayedWorkSync("job")));
        play(stops).go("modprobe", 4)
                .expect("modprobe", "pc[modprobe]=4.unlink timed[job]=off cancelling[job]=1")
                .expect("modprobe", "pc[modprobe]=5 cancelling[job]=0");
    }

    @Test
    void nothingIsQueuedFromTheDeletionOfItsTimerOn() {
        ProtocolBuilder driver = module().kthreadDelayedWork("job", "kw",
                        body -> body.call(setLocal("ret", 7)).assign("ret", kthreadQueueDelayedWork("kw", "job")))
                .init(init -> init.call(kthreadCreateWorker("kw")).call(kthreadQueueWork("kw", "job")))
                .exit(exit -> exit.call(kthreadCancelDelayedWorkSync("job")));
        play(driver).go("modprobe", 6).go("kw_thread", 5).go("job", 2)
                .expect("modprobe", "pc[modprobe]=5.unlink cancelling[job]=1")
                .expect("job", "pc[job]=return ret[job]=0")
                .expect("modprobe", "pc[modprobe]=5.note")
                .expect("modprobe", "pc[modprobe]=5.wait flushing[modprobe]=job")
                .refuse("modprobe").go("job", 1)
                .refuse("modprobe").go("kw_thread", 3)
                .expect("kw_thread", "pc[kw_thread]=1.run flushing[modprobe]=none kw_current=modprobe"
                        + " state[kw_thread]=RUNNING")
                .expect("modprobe", "pc[modprobe]=5.allow")
                .expect("modprobe", "pc[modprobe]=sync cancelling[job]=0");
        play(driver).go("modprobe", 6).go("kw_thread", 5).go("job", 1).go("modprobe", 1).go("job", 3)
                .go("kw_thread", 4).expect("modprobe", "pc[modprobe]=sync cancelling[job]=0");
    }

    @Test
    void workThatIsInitialisedWhileItsTimerIsDeleted() {
        Played played = play(module().kthreadDelayedWork("job", "kw", SETS)
                .init(init -> init.call(kthreadCreateWorker("kw")).call(kthreadQueueWork("kw", "job")))
                .fileOperations("user", 1, Pinning.NONE, body -> body.call(kthreadCancelDelayedWorkSync("job")))
                .fileOperations("other", 1, Pinning.NONE, body -> body.call(kthreadInitDelayedWork("job"))))
                .go("modprobe", 5).go("kw_thread", 5).go("user", 2).go("other", 1);
        played.expect("other", "pc[other]=return cancelling[job]=0 hasWorker[job]=false")
                .expect("user", "pc[user]=5.note cancelling[job]=1 warned=true");
    }

    @Test
    void aTimerThatExpiresDuringACancelInsertsNothing() {
        play(module().kthreadDelayedWork("job", "kw", body -> body.call(kthreadQueueDelayedWork("kw", "job")))
                .init(init -> init.call(kthreadCreateWorker("kw")).call(kthreadQueueWork("kw", "job")))
                .exit(exit -> exit.call(kthreadCancelWorkSync("job"))))
                .go("modprobe", 6).go("kw_thread", 5).go("job", 1)
                .expect("job", "pc[job]=return timed[job]=on")
                .expect("modprobe", "pc[modprobe]=5.note timed[job]=unlinked cancelling[job]=1")
                .expect("DelayExpires", "timed[job]=off warned=true")
                .expect("modprobe", "pc[modprobe]=5.wait flushing[modprobe]=job")
                .refuse("modprobe").go("job", 1).go("kw_thread", 4)
                .expect("modprobe", "pc[modprobe]=5.allow")
                .expect("modprobe", "pc[modprobe]=sync cancelling[job]=0");
    }

    // ---- flushes and cancels

    @Test
    void aFlushOfWorkOnItsTimerIsForEver() {
        ProtocolBuilder driver = module().kthreadDelayedWork("job", "kw", SETS).init(init -> init
                .call(kthreadCreateWorker("kw")).call(kthreadQueueDelayedWork("kw", "job"))
                .call(kthreadFlushWork("job")));
        play(driver).go("modprobe", 4)
                .expect("modprobe", "pc[modprobe]=4.lost")
                .refuse("modprobe").go("DelayExpires", 1).refuse("modprobe");
        play(driver).go("modprobe", 4).go("kw_thread", 6).go("DelayExpires", 1)
                .expect("modprobe", "pc[modprobe]=4.wait behind[job]={modprobe} flushing[modprobe]=job")
                .refuse("modprobe").go("kw_thread", 3).refuse("modprobe").go("job", 3)
                .refuse("modprobe").go("kw_thread", 3)
                .expect("kw_thread", "pc[kw_thread]=1.run flushing[modprobe]=none kw_current=modprobe"
                        + " state[kw_thread]=RUNNING")
                .expect("modprobe", "pc[modprobe]=5");
        play(driver).go("modprobe", 4).go("kw_thread", 6).go("DelayExpires", 1).go("kw_thread", 3)
                .expect("modprobe", "pc[modprobe]=4.wait flushing[modprobe]=job")
                .refuse("modprobe");
    }

    @Test
    void aFlushOfAWorkerWaitsForAllThatItFinds() {
        play(module().kthreadWork("job", "kw", SETS).kthreadWork("other", "kw", SETS).init(init -> init
                .call(kthreadCreateWorker("kw")).call(kthreadQueueWork("kw", "job"))
                .call(kthreadQueueWork("kw", "other")).call(kthreadFlushWorker("kw"))))
                .go("modprobe", 5).go("kw_thread", 5)
                .expect("modprobe", "pc[modprobe]=5.flush behind[other]={modprobe} flushing[modprobe]=kw")
                .refuse("modprobe").go("job", 2)
                .expect("job", "pc[job]=idle kw_running=none")
                .refuse("modprobe").go("kw_thread", 4).go("other", 3).refuse("modprobe").go("kw_thread", 4)
                .expect("modprobe", "pc[modprobe]=6");
    }

    @Test
    void aCancelWaitsForWorkThatWasTakenAndKeepsItOffTheListMeanwhile() {
        ProtocolBuilder driver = module()
                .kthreadWork("job", "kw", body -> body.assign("ret", kthreadQueueWork("kw", "job")))
                .init(init -> init.call(kthreadCreateWorker("kw")).call(kthreadQueueWork("kw", "job")))
                .exit(exit -> exit.call(kthreadCancelWorkSync("job")));
        play(driver).go("modprobe", 6).go("kw_thread", 5)
                .expect("modprobe", "pc[modprobe]=5.note cancelling[job]=1")
                .expect("modprobe", "pc[modprobe]=5.wait flushing[modprobe]=job")
                .refuse("modprobe").go("job", 1)
                .expect("job", "pc[job]=return")
                .refuse("modprobe").go("job", 1)
                .refuse("modprobe").go("kw_thread", 3)
                .expect("kw_thread", "pc[kw_thread]=1.run flushing[modprobe]=none kw_current=modprobe"
                        + " state[kw_thread]=RUNNING")
                .expect("modprobe", "pc[modprobe]=5.allow")
                .expect("modprobe", "pc[modprobe]=sync cancelling[job]=0");
        play(driver).go("modprobe", 6)
                .expect("modprobe", "pc[modprobe]=sync armed[job]=false");
    }

    @Test
    void workThatWasNeverQueuedIsNotWaitedFor() {
        play(module().kthreadDelayedWork("job", "kw", SETS).init(init -> init.call(kthreadFlushWork("job"))
                .call(kthreadCancelWorkSync("job")).call(kthreadCancelDelayedWorkSync("job"))).exit(CREATE))
                .expect("modprobe", "pc[modprobe]=3.unlink")
                .expect("modprobe", "pc[modprobe]=4.timer")
                .expect("modprobe", "pc[modprobe]=5");
    }

    @Test
    void workRemembersAWorkerThatIsGone() {
        for (Operation call : List.of(kthreadFlushWork("job"), kthreadCancelWorkSync("job"),
                kthreadCancelDelayedWorkSync("job"))) {
            Played gone = play(module().kthreadDelayedWork("job", "kw", SETS).init(init -> init
                    .call(kthreadCreateWorker("kw")).call(kthreadQueueWork("kw", "job")).call(kthreadDestroyWorker("kw"))
                    .call(call)));
            gone.go("modprobe", 4).until("kw_thread", "kw_running=job").finish("job");
            destroyed(gone).expect("modprobe", "fault=KASAN-UAF");
        }
    }

    @Test
    void aWorkerThatHasLeftRemembersWhatItTookLast() {
        for (Operation call : List.of(kthreadFlushWork("job"), kthreadCancelWorkSync("job"))) {
            ProtocolBuilder driver = module().kthreadWork("job", "kw", SETS).init(init -> init.call(kthreadCreateWorker("kw"))
                    .call(kthreadQueueWork("kw", "job")).call(kthreadStopWorkerTask("kw")).call(call));
            Played hangs = play(driver).go("modprobe", 4).until("kw_thread", "kw_running=job").finish("job")
                    .until("modprobe", "shouldStop[kw_thread]=true");
            hangs.finish("kw_thread").until("modprobe", "flushing[modprobe]=job").refuse("modprobe");
            Played returns = play(driver).go("modprobe", 4).until("kw_thread", "kw_running=job").finish("job")
                    .until("kw_thread", "kw_current=none").until("modprobe", "pc[modprobe]=4.wait");
            returns.finish("kw_thread").until("modprobe", "module=live");
        }
    }

    @Test
    void aFlushWakesAThreadThatNobodyHasWoken() {
        Played.of(module().kthreadWork("job", "kw", SETS)
                        .init(init -> init.call(kthreadCreateWorker("kw")).call(kthreadFlushWorker("kw"))), LINUX_6_18)
                .go("modprobe", 3).refuse("kw_thread")
                .expect("modprobe", "pc[modprobe]=3.flush flushing[modprobe]=kw asleep[kw_thread]=false"
                        + " state[kw_thread]=RUNNING")
                .refuse("modprobe").until("kw_thread", "flushing[modprobe]=none")
                .expect("modprobe", "pc[modprobe]=4");
    }

    @Test
    void aFlushItemComesBeforeWhatIsQueuedAfterIt() {
        play(module().kthreadWork("job", "kw", SETS).init(init -> init.call(kthreadCreateWorker("kw")))
                .exit(exit -> exit.call(kthreadFlushWorker("kw")))
                .fileOperations("user", 1, Pinning.NONE, body -> body.call(kthreadQueueWork("kw", "job"))))
                .until("modprobe", "module=live").go("user", 1).until("modprobe", "flushing[modprobe]=kw")
                .until("user", "armed[job]=true").go("kw_thread", 4)
                .expect("kw_thread", "pc[kw_thread]=1.run flushing[modprobe]=none kw_current=modprobe"
                        + " state[kw_thread]=RUNNING");
    }

    @Test
    void moreCancellationsAtATimeThanThereIsRoomFor() {
        Played played = play(module().kthreadWork("job", "kw", SETS).init(init -> init
                .call(kthreadCreateWorker("kw")).call(kthreadQueueWork("kw", "job")))
                .fileOperations("reader", Bounds.CANCELLING_MAX + 1, Pinning.NONE,
                        body -> body.call(kthreadCancelWorkSync("job"))))
                .go("modprobe", 5).go("kw_thread", 5);
        for (int reader = 1; reader <= Bounds.CANCELLING_MAX; reader++) {
            played.go("reader" + reader, 2);
        }
        played.go("reader4", 1).expect("reader4", "fault=BOUND");
    }

    // ---- destruction

    @Test
    void aWorkerIsFlushedStoppedAndFreed() {
        ProtocolBuilder driver = module().kthreadWork("job", "kw", body -> body.call(kthreadQueueWork("kw", "job")))
                .init(init -> init.call(kthreadCreateWorker("kw")).call(kthreadQueueWork("kw", "job"))
                        .call(kthreadDestroyWorker("kw")));
        play(driver).go("modprobe", 4).go("kw_thread", 5)
                .expect("modprobe", "pc[modprobe]=4.note arg[modprobe]=kw_thread")
                .expect("modprobe", "pc[modprobe]=4.flush flushing[modprobe]=kw")
                .refuse("modprobe").go("job", 3)
                .refuse("modprobe").go("kw_thread", 3)
                .expect("kw_thread", "pc[kw_thread]=1.run flushing[modprobe]=none kw_current=modprobe"
                        + " state[kw_thread]=RUNNING")
                .expect("modprobe", "pc[modprobe]=4.get")
                .go("modprobe", 4).refuse("modprobe")
                .go("kw_thread", 2)
                .expect("kw_thread", "pc[kw_thread]=exit kw_task=NULL state[kw_thread]=RUNNING")
                .go("kw_thread", 1).go("modprobe", 2)
                .expect("modprobe", "pc[modprobe]=5 kw=freed warned=true");
    }

    @Test
    void whatMustNotSleepMustNotWaitForAWorker() {
        for (Operation call : List.of(kthreadFlushWork("job"), kthreadFlushWorker("kw"), kthreadDestroyWorker("kw"),
                kthreadCancelWorkSync("job"))) {
            play(module().spinlock("guard").kthreadDelayedWork("job", "kw", SETS).init(init -> init
                    .call(kthreadInitWorker("kw")).call(spinLock("guard")).call(call)).exit(CREATE))
                    .go("modprobe", 2)
                    .expect("modprobe", "fault=ATOMIC");
        }
        play(module().spinlock("guard").kthreadDelayedWork("job", "kw", SETS).init(init -> init
                .call(kthreadInitWorker("kw")).call(spinLock("guard")).call(kthreadQueueWork("kw", "job"))).exit(CREATE))
                .go("modprobe", 2)
                .expect("modprobe", "pc[modprobe]=5 armed[job]=true");
    }

    private static ProtocolBuilder module() {
        return Protocol.module("example").flag("ready").kthreadWorker("kw");
    }

    private static Played play(ProtocolBuilder builder) {
        return Played.of(builder, LINUX_6_12);
    }
}
