package org.quiesce.sim;

import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Program.Unloading;
import org.quiesce.protocol.Value;
import org.quiesce.protocol.step.Bounds;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;

/**
 * Loading and unloading the module, calls into it, references on it.
 *
 * <p>Every way to drop a reference is module_put(): with none left it warns and changes nothing; once the module is
 * gone it touches freed memory. Every way to take one ends at the bound.
 */
final class ModuleActs implements Topic {

    private static final String REFS = "refs";

    @Override
    public Optional<List<Act>> acts(Micro micro, Step step, Scope scope) {
        return act(micro, scope).map(List::of);
    }

    private static Optional<Act> act(Micro micro, Scope scope) {
        if (micro instanceof Micro.InitReturn init) {
            return Optional.of(initReturn(init.code(), scope));
        } else if (micro instanceof Micro.UnloadRequest request) {
            return Optional.of(unload(request.unloading(), scope));
        } else if (micro instanceof Micro.FreeText) {
            Scope.Store freed = module("freed", scope);
            return Optional.of((before, after) -> {
                freed.apply(before, after);
                return Act.NEXT;
            });
        } else if (micro instanceof Micro.TaskEnter enter) {
            return Optional.of(enter(enter, scope));
        } else if (micro instanceof Micro.TaskLeave leave) {
            return Optional.of(leave.pinning() == Pinning.OWNER ? put(scope) : (before, after) -> Act.NEXT);
        } else if (micro instanceof Micro.ModuleGet get) {
            return Optional.of(tryGet(get.into(), scope));
        } else if (micro instanceof Micro.UncheckedModuleGet) {
            return Optional.of(uncheckedGet(scope));
        } else if (micro instanceof Micro.ModulePut) {
            return Optional.of(put(scope));
        }
        return Optional.empty();
    }

    private static Act initReturn(Value code, Scope scope) {
        StateTest failed = scope.number(code, number -> number < 0);
        Scope.Store live = module("live", scope);
        Scope.Store going = module("going", scope);
        Field initText = scope.plainIfAny("initText").orElse(Field.ABSENT);
        int unneeded = scope.plainIfAny("initText").map(text -> scope.code("initText", "unneeded")).orElse(0);
        Act drop = scope.plainIfAny(REFS).isPresent() ? put(scope) : (before, after) -> Act.NEXT;
        return (before, after) -> {
            drop.run(before, after);
            if (failed.test(before)) {
                going.apply(before, after);
                return Act.FALSE;
            }
            live.apply(before, after);
            initText.set(after, unneeded);
            return Act.TRUE;
        };
    }

    private static Act unload(Unloading unloading, Scope scope) {
        StateTest live = Places.both(is("live", scope), Places.not(scope.usersFrozen()));
        Scope.Store going = module("going", scope);
        // Whoever unloads is another task than the one that loaded, and was sent no signal yet.
        Field signals = scope.ownIfAny("signals").orElse(Field.ABSENT);
        Act release = release(unloading == Unloading.ORDERLY ? Act.BLOCKED : Act.NEXT, scope);
        return (before, after) -> {
            if (!live.test(before)) {
                return Act.BLOCKED;
            }
            going.apply(before, after);
            signals.set(after, 0);
            return release.run(before, after);
        };
    }

    /**
     * The module's own reference is taken back if it is the last; where it is gone already, somebody put it.
     *
     * @param inUse the outcome where it is not the last
     */
    private static Act release(int inUse, Scope scope) {
        if (scope.plainIfAny(REFS).isEmpty()) {
            return (before, after) -> Act.NEXT;
        }
        Field refs = scope.plain(REFS);
        int refcount = scope.faults().refcount();
        return (before, after) -> {
            int count = refs.get(before);
            return count > 1 ? inUse : TaskActs.drop(refs, before, after, refcount);
        };
    }

    private static Act enter(Micro.TaskEnter enter, Scope scope) {
        StateTest thawed = Places.not(scope.usersFrozen());
        if (enter.file().isEmpty()) {
            StateTest live = Places.both(is("live", scope), thawed);
            return enter.pinning() == Pinning.NONE ? CallbackActs.await(live) : pin(live, scope);
        }
        StateTest open = Places.both(FileActs.isRegistered(enter.file().get(), scope), thawed);
        if (enter.pinning() == Pinning.NONE) {
            return CallbackActs.await(open);
        }
        StateTest freed = is("freed", scope);
        int useAfterFree = scope.faults().kasanUaf();
        Act pin = pin(Places.both(open, Places.any(List.of(is("coming", scope), is("live", scope)))), scope);
        return (before, after) -> open.test(before) && freed.test(before) ? useAfterFree : pin.run(before, after);
    }

    /** Takes a reference as try_module_get() does; who would be refused waits. */
    private static Act pin(StateTest guard, Scope scope) {
        Field refs = scope.plain(REFS);
        Act get = get(scope);
        return (before, after) -> guard.test(before) && refs.get(before) > 0 ? get.run(before, after) : Act.BLOCKED;
    }

    private static Act tryGet(Optional<String> into, Scope scope) {
        StateTest coming = is("coming", scope);
        StateTest live = is("live", scope);
        Field refs = scope.plain(REFS);
        Act get = get(scope);
        Scope.Store success = scope.store(into, 1);
        Scope.Store failure = scope.store(into, 0);
        return (before, after) -> {
            if (refs.get(before) == 0 || !coming.test(before) && !live.test(before)) {
                failure.apply(before, after);
                return Act.FALSE;
            }
            success.apply(before, after);
            int outcome = get.run(before, after);
            return outcome == Act.NEXT ? Act.TRUE : outcome;
        };
    }

    private static Act uncheckedGet(Scope scope) {
        StateTest freed = is("freed", scope);
        Act get = get(scope);
        return (before, after) -> freed.test(before) ? scope.faults().kasanUaf() : get.run(before, after);
    }

    private static Act get(Scope scope) {
        Field refs = scope.plain(REFS);
        int bound = scope.faults().bound();
        return (before, after) -> TaskActs.countUp(refs, Bounds.REFERENCES_MAX, before, after, bound);
    }

    private static Act put(Scope scope) {
        Field refs = scope.plain(REFS);
        StateTest freed = is("freed", scope);
        int useAfterFree = scope.faults().kasanUaf();
        Optional<Field> warned = scope.plainIfAny("warned");
        return (before, after) -> {
            if (freed.test(before)) {
                return useAfterFree;
            }
            int count = refs.get(before);
            if (count > 0) {
                refs.set(after, count - 1);
            } else if (warned.isPresent()) {
                warned.get().set(after, 1);
            }
            return Act.NEXT;
        };
    }

    private static Scope.Store module(String word, Scope scope) {
        Field module = scope.plain("module");
        int code = scope.code("module", word);
        return (before, after) -> module.set(after, code);
    }

    private static StateTest is(String word, Scope scope) {
        Field module = scope.plain("module");
        int code = scope.code("module", word);
        return state -> module.get(state) == code;
    }
}
