package org.quiesce.csource;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.quiesce.csource.Meaning.Nothing;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.WaitOps;

/**
 * Calls that read the memory of a user, or write to it (include/linux/uaccess.h, fs.h): a page of it may have to be fetched
 * first, so that they may sleep. What they yield is a number of bytes, or of an error, and may be anything.
 */
final class UserMemoryCalls {

    private static final List<String> WRITING = List.of("copy_to_user", "__copy_to_user", "put_user", "__put_user",
            "clear_user", "__clear_user", "simple_read_from_buffer");
    private static final List<String> READING = List.of("copy_from_user", "__copy_from_user", "get_user", "__get_user",
            "strncpy_from_user", "strnlen_user", "copy_struct_from_user", "simple_write_to_buffer", "kstrtobool_from_user",
            "kstrtoint_from_user", "kstrtouint_from_user", "kstrtol_from_user", "kstrtoul_from_user", "kstrtou8_from_user",
            "memdup_user", "vmemdup_user", "memdup_user_nul", "strndup_user");

    private UserMemoryCalls() {}

    static void addTo(Map<String, Function<CallSite, Meaning>> table) {
        WRITING.forEach(name -> table.put(name, UserMemoryCalls::write));
        READING.forEach(name -> table.put(name, site -> {
            site.in().emit(site.line(), WaitOps.mightSleep());
            return new Nothing();
        }));
    }

    /** Whether a function does nothing else. */
    static boolean isOne(String function) {
        return WRITING.contains(function) || READING.contains(function);
    }

    private static Meaning write(CallSite site) {
        // A callback may have adopted some, too, but in a protocol only a thread can.
        boolean adopts = site.in().kind() == ContextRules.Kind.KTHREAD
                && site.in().module().file().anyCall((name, call) -> name.equals("kthread_use_mm"));
        if (site.in().kind() != ContextRules.Kind.TASK && !adopts) {
            throw new Unresolved(site.name() + "() is called where there is no user memory");
        }
        site.in().emit(site.line(), Ops.copyToUser());
        return new Nothing();
    }
}
