package org.quiesce.protocol;

import static org.quiesce.protocol.Given.given;

import org.quiesce.protocol.SharedObject.FileType;
import org.quiesce.protocol.UserFileOperation.RegisterFile;
import org.quiesce.protocol.UserFileOperation.WithdrawFile;

/** Calls about files by which users call into the module: static factories. */
public final class FileOps {

    private FileOps() {}

    /** {@code misc_register()}. */
    public static RegisterFile miscRegister(String device) {
        return register(device, FileType.MISC_DEVICE);
    }

    /** {@code misc_deregister()}. */
    public static Operation miscDeregister(String device) {
        return new WithdrawFile(given("file", device), FileType.MISC_DEVICE);
    }

    /** {@code cdev_add()}. */
    public static RegisterFile cdevAdd(String device) {
        return register(device, FileType.CHARACTER_DEVICE);
    }

    /** {@code cdev_del()}. */
    public static Operation cdevDel(String device) {
        return new WithdrawFile(given("file", device), FileType.CHARACTER_DEVICE);
    }

    /** {@code device_create_file()}. */
    public static RegisterFile deviceCreateFile(String attribute) {
        return register(attribute, FileType.DEVICE_ATTRIBUTE);
    }

    /** {@code device_remove_file()}. */
    public static Operation deviceRemoveFile(String attribute) {
        return new WithdrawFile(given("file", attribute), FileType.DEVICE_ATTRIBUTE);
    }

    /** {@code proc_create()}. */
    public static RegisterFile procCreate(String entry) {
        return register(entry, FileType.PROC_ENTRY);
    }

    /** {@code proc_remove()}. */
    public static Operation procRemove(String entry) {
        return new WithdrawFile(given("file", entry), FileType.PROC_ENTRY);
    }

    /** {@code debugfs_create_file()}. */
    public static RegisterFile debugfsCreateFile(String file) {
        return register(file, FileType.DEBUGFS_FILE);
    }

    /** {@code debugfs_remove()}. */
    public static Operation debugfsRemove(String file) {
        return new WithdrawFile(given("file", file), FileType.DEBUGFS_FILE);
    }

    private static RegisterFile register(String file, FileType type) {
        return new RegisterFile(given("file", file), type, Failure.ASSUMED_AWAY);
    }
}
