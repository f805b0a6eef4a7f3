package org.quiesce.protocol;

import java.util.Arrays;
import java.util.Optional;

/** The error numbers that protocols return or test. */
public enum Errno {
    ESRCH(3),
    EINTR(4),
    EAGAIN(11),
    ENOMEM(12),
    EBUSY(16),
    ENODEV(19),
    EINVAL(22),
    ENOSYS(38),
    ETIME(62),
    ERESTARTSYS(512);

    /** The largest error number that a pointer or a result can carry. */
    static final int MAX = 4095;

    private final int number;

    Errno(int number) {
        this.number = number;
    }

    /** The negated number, as kernel functions return it. */
    public int negative() {
        return -number;
    }

    /** The positive number. */
    public int number() {
        return number;
    }

    /** The C spelling of a returned value: {@code -ENOMEM} for -12, else the number itself. */
    public static String c(int value) {
        Optional<Errno> errno = Arrays.stream(values()).filter(e -> e.negative() == value).findFirst();
        return errno.map(e -> "-" + e.name()).orElse(Integer.toString(value));
    }
}
