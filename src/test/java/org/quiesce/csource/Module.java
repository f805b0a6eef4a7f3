package org.quiesce.csource;

import java.util.List;
import org.quiesce.protocol.Protocol;

/** Pieces of C, made into a module that can be read. */
final class Module {

    /** A thread that runs until it is stopped, and who starts and stops it. */
    private static final String AROUND = """
            #include <linux/kthread.h>
            static struct task_struct *task;
            %s
            static int __init test_init(void)
            {
                task = kthread_run(worker, NULL, "worker");
                if (IS_ERR(task))
                    return PTR_ERR(task);
                return 0;
            }
            static void __exit test_exit(void)
            {
                kthread_stop(task);
            }
            module_init(test_init);
            module_exit(test_exit);
            """;

    private Module() {}

    static CReading read(String c) {
        return CReader.read(new CSource("test.c", c), Bounds.usual());
    }

    /** Reads a module whose thread function, and what that needs, is given. */
    static CReading around(String worker) {
        return read(AROUND.formatted(worker));
    }

    /** The statements of a function as they would be written in a protocol, without the file's own lines. */
    static List<String> statements(CReading reading, String function) {
        Protocol protocol = reading.protocol();
        return protocol.programs().stream()
                .filter(p -> p.name().equals(function))
                .flatMap(p -> p.body().stream())
                .flatMap(s -> Printed.of(s, 0))
                .toList();
    }

    static List<String> unmodelled(CReading reading) {
        return reading.protocol().origin().orElseThrow().unmodelled();
    }
}
