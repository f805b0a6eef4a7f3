package org.quiesce.protocol;

import java.util.Arrays;
import java.util.Optional;

/** What may happen outside of a module and its C does not say. */
public enum Outside {
    /** Kernel threads are frozen while user tasks go on, as a control group of the freezer has it, or hibernation. */
    FREEZES_THREADS("freezes-threads"),
    /** The module is unloaded by force: it needs no exit function, and nobody asks for references. */
    FORCES_UNLOAD("forces-unload"),
    /** A thread may die of an oops. */
    OOPSES("oopses"),
    /** The memory of a task that is gone may be that of another task when somebody uses a pointer to it. */
    REUSES_MEMORY("reuses-memory");

    private final String word;

    Outside(String word) {
        this.word = word;
    }

    /** The word for it in files and options. */
    public String word() {
        return word;
    }

    /** What has that word. */
    public static Optional<Outside> of(String word) {
        return Arrays.stream(values()).filter(o -> o.word.equals(word)).findFirst();
    }
}
