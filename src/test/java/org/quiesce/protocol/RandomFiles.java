package org.quiesce.protocol;

import static org.quiesce.protocol.Conditions.chance;
import static org.quiesce.protocol.Conditions.equal;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.isNull;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.shouldStop;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.LongStream;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.SharedObject.FileType;

/**
 * Draws small valid protocols in which users call in through files that come and go, beside a thread that they wake, a
 * work item and memory. The same seed gives the same protocol.
 */
public final class RandomFiles extends Drawing {

    /** A file that is drawn. */
    private record Drawn(String name, FileType type) {

        UserFileOperation.RegisterFile registration() {
            return new UserFileOperation.RegisterFile(name, type, Failure.ASSUMED_AWAY);
        }

        Operation removal() {
            return new UserFileOperation.WithdrawFile(name, type);
        }
    }

    private final List<Drawn> files = new ArrayList<>();

    private RandomFiles(long seed) {
        super(seed);
    }

    /** The protocol of that seed. */
    public static Protocol protocol(long seed) {
        return new RandomFiles(seed).draw("files-" + Long.toHexString(seed));
    }

    /** The seeds of those whose state graphs are compared, where they are small enough. */
    public static LongStream conforming() {
        return LongStream.range(4000, 4030);
    }

    private Protocol draw(String name) {
        List<FileType> types = new ArrayList<>(EnumSet.allOf(FileType.class));
        files.add(new Drawn("node", types.remove(random.nextInt(types.size()))));
        if (oneIn(3)) {
            files.add(new Drawn("other", pick(types)));
        }
        ProtocolBuilder builder = Protocol.module(name)
                .title("Drawn at random.")
                .taskPointer("task")
                .flag("ready")
                .memory("buf")
                .mutex("lock")
                .completion("answer")
                .work("item", body -> some(body, 1))
                .kthread("worker", body -> body.until(shouldStop(), loop -> {
                    some(loop, 1);
                    loop.call(Ops.msleep());
                }).returns(0))
                .init(this::init)
                .exit(this::exit);
        for (Drawn file : files) {
            declare(builder, file);
            boolean pins = file.type().canPin() && oneIn(2);
            builder.fileOperations("call_" + file.name(), oneIn(3) ? 2 : 1, pins ? Pinning.OWNER : Pinning.NONE,
                    file.name(), body -> some(body, 1 + random.nextInt(2)));
        }
        if (oneIn(4)) {
            builder.fileOperations("reader", 1, oneIn(2) ? Pinning.OWNER : Pinning.NONE, body -> some(body, 1));
        }
        return builder.build();
    }

    private static void declare(ProtocolBuilder builder, Drawn file) {
        switch (file.type()) {
            case MISC_DEVICE -> builder.miscDevice(file.name());
            case CHARACTER_DEVICE -> builder.characterDevice(file.name());
            case DEVICE_ATTRIBUTE -> builder.deviceAttribute(file.name());
            case PROC_ENTRY -> builder.procEntry(file.name());
            case DEBUGFS_FILE -> builder.debugfsFile(file.name());
        }
    }

    private void init(Body body) {
        List<Runnable> parts = new ArrayList<>(List.of(
                () -> body.assign("task", Ops.kthreadRun("worker")),
                () -> body.call(Ops.allocate("buf"))));
        files.forEach(file -> parts.add(random.nextInt(parts.size() + 1), () -> register(body, file)));
        parts.forEach(Runnable::run);
        if (oneIn(3)) {
            body.when(chance("another step failed"), then -> {
                files.stream().filter(file -> oneIn(2)).forEach(file -> then.call(file.removal()));
                then.call(Ops.kthreadStop("task")).returns(Errno.ENODEV);
            });
        }
    }

    private void register(Body body, Drawn file) {
        if (oneIn(3)) {
            body.assign("ret", file.registration().mayFail());
            if (oneIn(2)) {
                body.when(not(equal("ret", 0)), then -> then.returns(Errno.ENOMEM));
            }
        } else {
            body.call(file.registration());
        }
    }

    private void exit(Body body) {
        List<Runnable> parts = new ArrayList<>(List.of(
                () -> body.call(Ops.kthreadStop("task")),
                () -> body.call(Ops.cancelWorkSync("item")),
                () -> body.call(Ops.kfree("buf"))));
        files.stream().filter(file -> !oneIn(5)).forEach(file ->
                parts.add(random.nextInt(parts.size() + 1), () -> body.call(file.removal())));
        parts.forEach(Runnable::run);
    }

    private void some(Body body, int count) {
        for (int i = 0; i < count; i++) {
            call(body);
        }
    }

    private void call(Body body) {
        switch (random.nextInt(11)) {
            case 0 -> body.call(Ops.wakeUpProcess("task"));
            case 1 -> body.when(not(isNull("task")), then -> then.call(Ops.wakeUpProcess("task")));
            case 2 -> body.call(Ops.use("buf"));
            case 3 -> body.call(Ops.scheduleWork("item"));
            case 4 -> body.call(Ops.mutexLock("lock")).call(Ops.set("ready")).call(Ops.mutexUnlock("lock"));
            case 5 -> body.when(flag("ready"), then -> then.call(Ops.complete("answer")));
            case 6 -> body.call(Ops.waitForCompletion("answer"));
            case 7 -> body.call(pick(files).removal());
            case 8 -> body.call(pick(files).registration());
            case 9 -> body.assign("got", Ops.tryModuleGet()).when(equal("got", 1), then -> then.call(Ops.modulePut()));
            default -> body.call(Ops.clear("ready"));
        }
    }
}
