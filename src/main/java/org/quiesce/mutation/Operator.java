package org.quiesce.mutation;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** A kind of slip. */
public enum Operator {
    DROP_WAKE("drop-wake", "a wake-up or a completion is left out", Drops::wakes),
    DROP_LOCK("drop-lock", "a lock is not taken, or a section not entered", Drops::locks),
    DROP_UNLOCK("drop-unlock", "a lock is not given back, or a section not left", Drops::unlocks),
    DROP_REFERENCE("drop-reference", "a reference is not taken, or not dropped", Drops::references),
    DROP_STATE("drop-state", "the state of the task is not set", Drops::states),
    DROP_CALL("drop-call", "any other call or access is left out", Drops::others),
    DROP_CHECK("drop-check", "nobody looks whether a call failed", Drops::checks),
    DROP_BRANCH("drop-branch", "what is done on a condition is left out", Drops::branches),
    DROP_JUMP("drop-jump", "control goes on behind a return, break or continue", Drops::jumps),
    RETURN_EARLY("return-early", "the function returns before its end", Orders::returnEarly),
    SWAP("swap", "two statements change places", Orders::swap),
    LOOP_ONCE("loop-once", "a loop tests and goes round only once", Orders::once),
    WEAKEN_CONDITION("weaken-condition", "a condition lacks a part", Weakenings::of),
    CHANGE_STATE("change-state", "a sleep is in another state", Replacements::state),
    CHANGE_STORE("change-store", "the state is stored with a barrier or without one, contrary to before",
            Replacements::store),
    CHANGE_WAKE("change-wake", "a wake-up takes others, or more or fewer of them", Replacements::wake),
    CHANGE_TEARDOWN("change-teardown", "a teardown does less: it does not wait, or lets be armed again",
            Replacements::teardown),
    CHANGE_TASK("change-task", "a call gets another of the tasks that the module knows", Replacements::task);

    private final String id;
    private final String meaning;
    private final Function<Site, Stream<Change>> changes;

    Operator(String id, String meaning, Function<Site, Stream<Change>> changes) {
        this.id = id;
        this.meaning = meaning;
        this.changes = changes;
    }

    /** Its name, such as {@code drop-wake}. */
    public String id() {
        return id;
    }

    /** What it does, in a clause. */
    public String meaning() {
        return meaning;
    }

    /** The operator of that name. */
    public static Optional<Operator> named(String id) {
        return Arrays.stream(values()).filter(o -> o.id.equals(id)).findFirst();
    }

    /** What it can do to a statement. */
    Stream<Change> at(Site site) {
        return changes.apply(site);
    }
}
