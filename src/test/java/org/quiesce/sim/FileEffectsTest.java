package org.quiesce.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.kernel.Profiles.LINUX_6_12;
import static org.quiesce.protocol.FileOps.cdevAdd;
import static org.quiesce.protocol.FileOps.cdevDel;
import static org.quiesce.protocol.FileOps.debugfsCreateFile;
import static org.quiesce.protocol.FileOps.debugfsRemove;
import static org.quiesce.protocol.FileOps.deviceCreateFile;
import static org.quiesce.protocol.FileOps.deviceRemoveFile;
import static org.quiesce.protocol.FileOps.miscDeregister;
import static org.quiesce.protocol.FileOps.miscRegister;
import static org.quiesce.protocol.FileOps.procCreate;
import static org.quiesce.protocol.FileOps.procRemove;
import static org.quiesce.protocol.Ops.set;

import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.Value;

/** What files by which users call in change, and when calls may begin, in runs along a schedule. */
class FileEffectsTest {

    private static final Consumer<Body> NOTHING = body -> { };
    private static final Consumer<Body> SOMETHING = body -> body.call(set("said"));

    @Test
    void aFileThatKeepsTheModuleLoadedIsOpenedWhileItComesAndWhileItIsLive() {
        play(misc(Pinning.OWNER, NOTHING).init(init -> init.call(miscRegister("file")).call(set("said")))
                .exit(exit -> exit.call(miscDeregister("file"))))
                .refuse("reader")
                .does("modprobe", "file=registered")
                .does("reader", "refs=3")
                .does("reader", "")
                .does("reader", "refs=2")
                .refuse("reader");
        play(misc(Pinning.OWNER, NOTHING).init(init -> init.call(miscRegister("file")))
                .exit(exit -> exit.call(miscDeregister("file"))))
                .until("modprobe", "module=live")
                .does("reader", "refs=2")
                .refuse("modprobe")
                .go("reader", 2)
                .does("modprobe", "module=going refs=0");
    }

    @Test
    void whatGoesIsNotOpenedAndWhatIsGoneHasNoOwner() {
        play(misc(Pinning.OWNER, NOTHING).init(init -> init.call(miscRegister("file"))).exit(NOTHING))
                .until("modprobe", "module=going")
                .refuse("reader")
                .until("modprobe", "module=freed")
                .does("reader", "fault=KASAN-UAF");
    }

    @Test
    void whatKeepsNothingLoadedIsCalledAsLongAsItIsThere() {
        play(misc(Pinning.NONE, SOMETHING).init(init -> init.call(miscRegister("file"))).exit(NOTHING))
                .until("modprobe", "module=going")
                .does("reader", "");
        play(misc(Pinning.NONE, SOMETHING).init(init -> init.call(miscRegister("file"))).exit(NOTHING))
                .until("modprobe", "module=freed")
                .does("reader", "")
                .does("reader", "fault=TEXT-FAULT");
        play(misc(Pinning.NONE, SOMETHING).init(init -> init.call(miscRegister("file")))
                .exit(exit -> exit.call(miscDeregister("file")).call(set("said"))))
                .until("modprobe", "file=withdrawn")
                .refuse("reader");
    }

    @Test
    void aRegistrationThatFailsChangesNothingButItsResult() {
        Played play = play(misc(Pinning.OWNER, NOTHING)
                .init(init -> init.assign("ret", miscRegister("file").mayFail()).returns(Value.of("ret")))
                .exit(exit -> exit.call(miscDeregister("file"))));
        assertThat(play.choices("modprobe")).containsExactlyInAnyOrder(
                Set.of("file=registered"), Set.of("ret[modprobe]=-12"));
    }

    @Test
    void aSecondRegistrationLeavesTheBounds() {
        play(misc(Pinning.OWNER, NOTHING).init(init -> init.call(miscRegister("file")).call(miscRegister("file"))))
                .go("modprobe", 1)
                .does("modprobe", "fault=BOUND");
    }

    @Test
    void whatIsNotThereIsRemovedWithAWarningInSilenceOrFromFreedMemory() {
        twice(ProtocolBuilder::miscDevice, miscRegister("file"), miscDeregister("file"), Pinning.OWNER, "warned=true");
        twice(ProtocolBuilder::characterDevice, cdevAdd("file"), cdevDel("file"), Pinning.OWNER, "warned=true");
        twice(ProtocolBuilder::deviceAttribute, deviceCreateFile("file"), deviceRemoveFile("file"), Pinning.NONE, "");
        twice(ProtocolBuilder::procEntry, procCreate("file"), procRemove("file"), Pinning.NONE, "fault=KASAN-UAF");
        twice(ProtocolBuilder::debugfsFile, debugfsCreateFile("file"), debugfsRemove("file"), Pinning.NONE,
                "fault=KASAN-UAF");
    }

    /** Declares a file of some type. */
    private interface Declaration {
        ProtocolBuilder of(ProtocolBuilder builder, String file);
    }

    private static void twice(
            Declaration type, Operation registers, Operation removes, Pinning pinning, String second) {
        play(type.of(Protocol.module("files"), "file").fileOperations("reader", 1, pinning, "file", NOTHING)
                .init(init -> init.call(registers).call(removes).call(removes)))
                .until("modprobe", "file=withdrawn")
                .until("modprobe", "pc[modprobe]=" + (pinning == Pinning.OWNER ? "3" : "3.off"))
                .does("modprobe", second);
    }

    /** The pointer is NULL as long as nothing was registered. */
    @Test
    void anEntryThatNeverWasIsRemovedInSilence() {
        play(Protocol.module("files").procEntry("file").fileOperations("reader", 1, Pinning.NONE, "file", NOTHING)
                .init(init -> init.call(procRemove("file")).call(procCreate("file"))))
                .does("modprobe", "")
                .does("modprobe", "file=registered");
    }

    @Test
    void aRemovalWaitsForThoseWhoCallThroughItsFileOnly() {
        Played play = play(Protocol.module("files").flag("said")
                .deviceAttribute("file")
                .deviceAttribute("other")
                .fileOperations("reader", 2, Pinning.NONE, "file", SOMETHING)
                .fileOperations("writer", 1, Pinning.NONE, "other", SOMETHING)
                .init(init -> init.call(deviceCreateFile("file")).call(deviceCreateFile("other"))
                        .call(deviceRemoveFile("file")).call(set("said"))))
                .go("modprobe", 2)
                .does("reader1", "")
                .does("writer", "")
                .until("modprobe", "file=withdrawn")
                .refuse("reader2")
                .finish("modprobe");
        assertThat(play.at.values().get("said")).hasToString("{=false}");
        play.until("reader1", "pc[reader1]=leave").refuse("modprobe").go("reader1", 1)
                .until("modprobe", "said=true");
    }

    /** It is found by its name until the calls through it have returned. */
    @Test
    void whoRemovesAnAttributeASecondTimeWaitsForCallsToo() {
        play(Protocol.module("files").flag("said").deviceAttribute("file")
                .fileOperations("remover", 1, Pinning.NONE, body -> body.call(deviceRemoveFile("file")))
                .fileOperations("reader", 1, Pinning.NONE, "file", SOMETHING)
                .init(init -> init.call(deviceCreateFile("file")))
                .exit(exit -> exit.call(deviceRemoveFile("file")).call(set("said"))))
                .until("modprobe", "module=live")
                .does("reader", "")
                .until("remover", "file=withdrawn")
                .until("modprobe", "pc[modprobe]=3.wait")
                .finish("modprobe")
                .until("reader", "pc[reader]=leave").go("reader", 1)
                .until("modprobe", "said=true");
    }

    private static ProtocolBuilder misc(Pinning pinning, Consumer<Body> reads) {
        return Protocol.module("files").flag("said").miscDevice("file")
                .fileOperations("reader", 1, pinning, "file", reads);
    }

    private static Played play(ProtocolBuilder builder) {
        return Played.of(builder, LINUX_6_12);
    }
}
