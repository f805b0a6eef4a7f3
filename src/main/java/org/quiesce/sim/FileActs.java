package org.quiesce.sim;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.Failure;
import org.quiesce.protocol.SharedObject.Absence;
import org.quiesce.protocol.step.FileMicro;
import org.quiesce.protocol.step.Label;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;

/** Files by which users call in. */
final class FileActs implements Topic {

    private static final String REGISTERED = "registered";
    private static final String WITHDRAWN = "withdrawn";

    @Override
    public Optional<List<Act>> acts(Micro micro, Step step, Scope scope) {
        if (micro instanceof FileMicro.FileRegister register) {
            return Optional.of(register(register, scope));
        } else if (micro instanceof FileMicro.FileWithdraw withdraw) {
            return Optional.of(List.of(withdraw(withdraw, scope)));
        } else if (micro instanceof FileMicro.FileDrain drain) {
            return Optional.of(List.of(CallbackActs.await(Places.not(Places.any(drain.callers().stream()
                    .map(caller -> Threads.Pc.of(scope.layout(), caller).isIn(Set.of(Label.IDLE, Label.DONE)))
                    .map(Places::not)
                    .toList())))));
        }
        return Optional.empty();
    }

    /** Whether users may call in through a file. */
    static StateTest isRegistered(String file, Scope scope) {
        return is(REGISTERED, file, scope);
    }

    private static StateTest is(String word, String file, Scope scope) {
        Field field = scope.plain(file);
        int code = scope.code(file, word);
        return state -> field.get(state) == code;
    }

    private static List<Act> register(FileMicro.FileRegister register, Scope scope) {
        StateTest registered = isRegistered(register.file(), scope);
        Field file = scope.plain(register.file());
        int there = scope.code(register.file(), REGISTERED);
        int bound = scope.faults().bound();
        Scope.Store success = scope.store(register.into(), 0);
        Act succeeds = (before, after) -> {
            if (registered.test(before)) {
                return bound;
            }
            file.set(after, there);
            success.apply(before, after);
            return Act.NEXT;
        };
        if (register.failure() != Failure.POSSIBLE) {
            return List.of(succeeds);
        }
        Scope.Store failure = scope.store(register.into(), Errno.ENOMEM.negative());
        Act fails = (before, after) -> {
            failure.apply(before, after);
            return Act.FAILED;
        };
        return List.of(succeeds, fails);
    }

    private static Act withdraw(FileMicro.FileWithdraw withdraw, Scope scope) {
        StateTest registered = isRegistered(withdraw.file(), scope);
        Field file = scope.plain(withdraw.file());
        int away = scope.code(withdraw.file(), WITHDRAWN);
        Act absent = absent(withdraw.file(), withdraw.absence(), scope);
        return (before, after) -> {
            if (!registered.test(before)) {
                return absent.run(before, after);
            }
            file.set(after, away);
            return Act.NEXT;
        };
    }

    /** What comes of the removal of a file that is not there. */
    private static Act absent(String file, Absence absence, Scope scope) {
        return switch (absence) {
            case NOTHING -> (before, after) -> Act.FALSE;
            case WARNED_OF -> {
                Scope.Store warning = scope.warning();
                yield (before, after) -> {
                    warning.apply(before, after);
                    return Act.FALSE;
                };
            }
            case DANGLING -> {
                StateTest withdrawn = is(WITHDRAWN, file, scope);
                int useAfterFree = scope.faults().kasanUaf();
                yield (before, after) -> withdrawn.test(before) ? useAfterFree : Act.FALSE;
            }
        };
    }
}
