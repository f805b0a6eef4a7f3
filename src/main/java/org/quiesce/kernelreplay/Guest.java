package org.quiesce.kernelreplay;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A virtual machine without network, disk and display, which ends by itself or is ended. */
final class Guest {

    private static final String PROGRAM = "qemu-system-x86_64";
    private static final String MEGABYTES = "256";
    /**
     * Who spins for ever has the only CPU for ever: the machine ends when that is seen. Memory that is freed is poisoned; the kernel does not test its ciphers, which takes longer than all else. Grace periods
     * are expedited, as /sys/kernel/rcu_expedited does it: the usual one of an unload ends after the callbacks that its CPU
     * has from before, which hides what nothing guarantees.
     */
    private static final String KERNEL_OPTIONS = "console=ttyS0 quiet panic=-1 reboot=t nokaslr mitigations=off tsc=reliable"
            + " softlockup_panic=1 cryptomgr.notests rcupdate.rcu_expedited=1 slub_debug=FPU,task_struct,kmalloc-* rdinit=/init";

    private final KernelFolder kernel;
    private final Mode mode;
    private final Duration limit;

    Guest(KernelFolder kernel, Mode mode, Duration limit) {
        this.kernel = kernel;
        this.mode = mode;
        this.limit = limit;
    }

    /** Everything that the machine wrote to its console. */
    String run(Path initrd) throws InfrastructureException {
        if (Tool.find(PROGRAM).isEmpty()) {
            throw new InfrastructureException("there is no " + PROGRAM + " on the PATH\n"
                    + "install it: apt-get install --no-install-recommends qemu-system-x86");
        }
        try {
            Tool.Outcome outcome = Tool.in(initrd.getParent(), limit).run(command(initrd));
            return outcome.output() + (outcome.status().isEmpty() ? "\n" + GuestLog.LATE + "\n" : "");
        } catch (IOException e) {
            throw new InfrastructureException(PROGRAM + " can't be run: " + e.getMessage(), e);
        }
    }

    List<String> command(Path initrd) {
        List<String> command = new ArrayList<>(List.of(PROGRAM, "-nodefaults", "-no-user-config", "-display", "none",
                "-monitor", "none", "-no-reboot", "-serial", "stdio", "-m", MEGABYTES,
                "-kernel", kernel.image().toString(), "-initrd", initrd.toString()));
        command.addAll(mode.options());
        command.addAll(List.of("-append", KERNEL_OPTIONS));
        return command;
    }
}
