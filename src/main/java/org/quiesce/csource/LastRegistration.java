package org.quiesce.csource;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.DataOperation;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.Statement;
import org.quiesce.protocol.UserFileOperation.RegisterFile;
import org.quiesce.protocol.UserFileOperation.WithdrawFile;
import org.quiesce.protocol.Value;

/**
 * Whether init does nothing any more once it has registered a file, and only exit withdraws it, in any case: then users
 * who keep the module loaded call in while it is live, and nothing tells that from what the kernel does.
 */
final class LastRegistration {

    /** What is known of local variables where paths fall out of some statements, and where they break and continue. */
    private record Ends(Set<Map<String, Integer>> falls, Set<Map<String, Integer>> breaks, Set<Map<String, Integer>> turns) {}

    private final String file;
    private boolean acts;

    private LastRegistration(String file) {
        this.file = file;
    }

    static boolean isSo(String file, Programs programs) {
        long registrations = programs.operations()
                .filter(o -> o instanceof RegisterFile r && r.file().equals(file)).count();
        long withdrawals = programs.operations()
                .filter(o -> o instanceof WithdrawFile w && w.file().equals(file)).count();
        long certain = programs.statements("exit").stream()
                .filter(s -> s instanceof Statement.Call call && call.operation() instanceof WithdrawFile w && w.file().equals(file))
                .count();
        LastRegistration last = new LastRegistration(file);
        return registrations == 1 && withdrawals == 1 && certain == 1
                && last.from(programs.statements("init")).isPresent() && !last.acts;
    }

    /** What follows the registration, if it is somewhere in a block. */
    private Optional<Ends> from(List<Statement> block) {
        for (int i = 0; i < block.size(); i++) {
            Optional<Ends> begun = within(block.get(i));
            if (begun.isPresent()) {
                Ends rest = after(block.subList(i + 1, block.size()), begun.get().falls());
                return Optional.of(new Ends(rest.falls(), union(begun.get().breaks(), rest.breaks()),
                        union(begun.get().turns(), rest.turns())));
            }
        }
        return Optional.empty();
    }

    private Optional<Ends> within(Statement statement) {
        if (statement instanceof Statement.Call call) {
            return call.operation() instanceof RegisterFile r && r.file().equals(file)
                    ? Optional.of(falls(Set.of(call.into().map(into -> Map.of(into, 0)).orElse(Map.of()))))
                    : Optional.empty();
        } else if (statement instanceof Statement.If branch) {
            return from(branch.then()).or(() -> from(branch.otherwise()));
        } else if (statement instanceof Statement.DoWhile loop) {
            return from(loop.body()).map(inner -> looped(loop, inner));
        } else if (statement instanceof Statement.While loop) {
            acts |= from(loop.body()).isPresent();
        }
        return Optional.empty();
    }

    private static Ends falls(Set<Map<String, Integer>> known) {
        return new Ends(known, Set.of(), Set.of());
    }

    /** A loop that goes round once is a block; one that may go round again acts. */
    private Ends looped(Statement.DoWhile loop, Ends inner) {
        Set<Map<String, Integer>> tested = union(inner.falls(), inner.turns());
        acts |= tested.stream().anyMatch(known -> !is(loop.condition(), known).equals(Optional.of(false)));
        return falls(union(tested, inner.breaks()));
    }

    private Ends after(List<Statement> block, Set<Map<String, Integer>> before) {
        Set<Map<String, Integer>> known = before;
        Set<Map<String, Integer>> breaks = Set.of();
        Set<Map<String, Integer>> turns = Set.of();
        for (Statement statement : block) {
            if (known.isEmpty()) {
                break;
            }
            Ends ends = after(statement, known);
            known = ends.falls();
            breaks = union(breaks, ends.breaks());
            turns = union(turns, ends.turns());
        }
        return new Ends(known, breaks, turns);
    }

    private Ends after(Statement statement, Set<Map<String, Integer>> known) {
        if (statement instanceof Statement.Call call && call.operation() instanceof DataOperation.SetLocal set) {
            Set<Map<String, Integer>> stored = new HashSet<>();
            known.forEach(k -> stored.add(with(k, set)));
            return falls(stored);
        } else if (statement instanceof Statement.If branch) {
            Set<Map<String, Integer>> yes = new HashSet<>(known);
            yes.removeIf(k -> is(branch.condition(), k).equals(Optional.of(false)));
            Set<Map<String, Integer>> no = new HashSet<>(known);
            no.removeIf(k -> is(branch.condition(), k).equals(Optional.of(true)));
            Ends then = after(branch.then(), yes);
            Ends otherwise = after(branch.otherwise(), no);
            return new Ends(union(then.falls(), otherwise.falls()), union(then.breaks(), otherwise.breaks()),
                    union(then.turns(), otherwise.turns()));
        } else if (statement instanceof Statement.DoWhile loop) {
            return looped(loop, after(loop.body(), known));
        } else if (statement instanceof Statement.Break) {
            return new Ends(Set.of(), known, Set.of());
        } else if (statement instanceof Statement.Continue) {
            return new Ends(Set.of(), Set.of(), known);
        } else if (!(statement instanceof Statement.Return)) {
            acts = true;
        }
        return falls(Set.of());
    }

    private static Map<String, Integer> with(Map<String, Integer> known, DataOperation.SetLocal set) {
        Map<String, Integer> stored = new HashMap<>(known);
        Integer value = set.value() instanceof Value.Literal number ? Integer.valueOf(number.number())
                : set.value() instanceof Value.LocalVariable local ? known.get(local.name()) : null;
        stored.remove(set.local());
        if (value != null) {
            stored.put(set.local(), value);
        }
        return stored;
    }

    private static Optional<Boolean> is(Condition condition, Map<String, Integer> known) {
        if (condition instanceof Condition.Not not) {
            return is(not.operand(), known).map(b -> !b);
        } else if (condition instanceof Condition.LocalCompare test) {
            return Optional.ofNullable(known.get(test.local())).map(n -> test.relation().holds(n, test.number()));
        }
        return condition.decided();
    }

    private static <T> Set<T> union(Set<T> one, Set<T> other) {
        Set<T> both = new HashSet<>(one);
        both.addAll(other);
        return both;
    }

    // ---- without it

    /** A program without the file; whether its registration fails somebody outside decides. */
    static List<Statement> without(String file, ModuleReading module, List<Statement> program) {
        return Rewriting.calls(program, call -> {
            if (call.operation() instanceof WithdrawFile w && w.file().equals(file)) {
                return Stream.empty();
            } else if (call.operation() instanceof RegisterFile r && r.file().equals(file)) {
                return call.into().stream().map(into -> new Statement.If(call.line(), module.outside(r.c() + " fails"),
                        List.of(set(call.line(), into, Errno.ENOMEM.negative())), List.of(set(call.line(), into, 0))));
            }
            return Stream.of(call);
        });
    }

    private static Statement set(int line, String local, int number) {
        return new Statement.Call(line, Ops.setLocal(local, number), Optional.empty());
    }
}
