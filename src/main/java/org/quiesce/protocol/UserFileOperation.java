package org.quiesce.protocol;

import org.quiesce.protocol.OperationFamily.TearsDown;
import org.quiesce.protocol.OperationTrait.AboutObject;
import org.quiesce.protocol.OperationTrait.MayFail;
import org.quiesce.protocol.OperationTrait.YieldsNumber;
import org.quiesce.protocol.SharedObject.FileType;

/** Files by which users call into the module. */
public sealed interface UserFileOperation extends Operation, AboutObject {

    /** Name of the {@link SharedObject.UserFile}. */
    String file();

    FileType type();

    @Override
    default String object() {
        return file();
    }

    @Override
    default SharedObject.Kind objectKind() {
        return type().kind();
    }

    /**
     * {@code misc_register()} and its like: from now on users may call in, also while init still runs. Yields 0, or
     * -ENOMEM if it failed; of a function that yields a pointer that stands for NULL or an error pointer.
     */
    record RegisterFile(String file, FileType type, Failure failure) implements UserFileOperation, MayFail, YieldsNumber {
        @Override
        public String c() {
            return switch (type) {
                case MISC_DEVICE -> "misc_register(&" + file + ")";
                case CHARACTER_DEVICE -> "cdev_add(&" + file + ", devt, 1)";
                case DEVICE_ATTRIBUTE -> "device_create_file(dev, &" + file + ")";
                case PROC_ENTRY -> "proc_create(\"" + file + "\", 0600, NULL, &" + file + "_ops)";
                case DEBUGFS_FILE -> "debugfs_create_file(\"" + file + "\", 0600, NULL, NULL, &" + file + "_fops)";
            };
        }

        /** The same call, with its failure explored. */
        public RegisterFile mayFail() {
            return with(Failure.POSSIBLE);
        }

        @Override
        public RegisterFile with(Failure other) {
            return new RegisterFile(file, type, other);
        }
    }

    /** {@code misc_deregister()} and its like: no call begins any more; whether those that run are waited for says the type. */
    record WithdrawFile(String file, FileType type) implements UserFileOperation, TearsDown {
        @Override
        public String c() {
            return switch (type) {
                case MISC_DEVICE -> "misc_deregister(&" + file + ")";
                case CHARACTER_DEVICE -> "cdev_del(&" + file + ")";
                case DEVICE_ATTRIBUTE -> "device_remove_file(dev, &" + file + ")";
                case PROC_ENTRY -> "proc_remove(" + file + ")";
                case DEBUGFS_FILE -> "debugfs_remove(" + file + ")";
            };
        }
    }
}
