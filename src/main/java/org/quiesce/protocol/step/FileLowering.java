package org.quiesce.protocol.step;

import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.Failure;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.SharedObject.Absence;
import org.quiesce.protocol.SharedObject.Removal;
import org.quiesce.protocol.UserFileOperation;
import org.quiesce.protocol.step.Sleeps.Told;

/**
 * Lowers the calls about files by which users call in.
 *
 * @param sleeps how the program sleeps
 */
record FileLowering(Protocol protocol, Sleeps sleeps) {

    /** Appends the steps of such a call; false if it is none. */
    boolean lower(Chain chain, Operation operation, Optional<String> into) {
        if (operation instanceof UserFileOperation.RegisterFile o) {
            chain.step("", "registers " + o.file() + ": users may call in from now on", "",
                    new FileMicro.FileRegister(o.file(), o.failure(), into));
            if (o.failure() == Failure.POSSIBLE) {
                chain.alsoNext(Exit.FAILED);
            }
        } else if (operation instanceof UserFileOperation.WithdrawFile o) {
            FileMicro withdraw = new FileMicro.FileWithdraw(o.file(), o.type().absence());
            if (o.type().removal() == Removal.AT_ONCE) {
                chain.step("", "withdraws " + o.file() + " and does not wait for calls", "", withdraw).alsoNext(Exit.FALSE);
            } else {
                chain.step("off", "withdraws " + o.file(), "", withdraw);
                if (o.type().absence() == Absence.NOTHING) {
                    // Until its calls are waited for it is found by its name, and whoever removes it waits for them.
                    chain.alsoNext(Exit.FALSE);
                } else {
                    chain.exit(Exit.FALSE, Chain.AFTER);
                }
                sleeps.waitFor(chain, new Told("tests whether a call through " + o.file() + " is running",
                                "waits for running calls through " + o.file(), ""),
                        new FileMicro.FileDrain(o.file(), callers(o.file())), Chain.AFTER);
            }
        } else {
            return false;
        }
        return true;
    }

    private List<String> callers(String file) {
        return protocol.fileOperations().stream()
                .filter(operation -> operation.file().filter(file::equals).isPresent())
                .flatMap(operation -> operation.contexts().stream())
                .toList();
    }
}
