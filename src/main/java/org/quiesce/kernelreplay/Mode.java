package org.quiesce.kernelreplay;

import java.util.List;

/** What kind of machine a schedule is forced on. */
public enum Mode {
    /** One CPU that counts its instructions, 8 ns each: the same machine does the same each time. */
    DETERMINISTIC("one CPU, counting instructions",
            List.of("-M", "microvm,acpi=off", "-cpu", "Nehalem", "-smp", "1", "-accel", "tcg,thread=single",
                    "-icount", "shift=3,sleep=off", "-seed", "42", "-rtc", "base=2026-01-01T00:00:00,clock=vm")),
    /** Two CPUs, which really run at the same time. */
    PARALLEL("two CPUs", List.of("-M", "q35", "-cpu", "max", "-smp", "2", "-accel", "tcg,thread=multi"));

    private final String description;
    private final List<String> options;

    Mode(String description, List<String> options) {
        this.description = description;
        this.options = options;
    }

    /** In a few words. */
    public String description() {
        return description;
    }

    List<String> options() {
        return options;
    }
}
