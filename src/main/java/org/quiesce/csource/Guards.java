package org.quiesce.csource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTExpressionList;
import org.eclipse.cdt.core.dom.ast.IASTFunctionCallExpression;
import org.eclipse.cdt.core.dom.ast.IASTIdExpression;
import org.eclipse.cdt.core.dom.ast.IProblemBinding;

/** Locks that are given back where a block ends, however it is left (include/linux/cleanup.h). */
final class Guards {

    /** What is called where a guard begins, and where its block ends. */
    private record Calls(String begin, String end) {}

    private static final Map<String, Calls> KINDS = Map.ofEntries(
            Map.entry("mutex", new Calls("mutex_lock", "mutex_unlock")),
            Map.entry("spinlock", new Calls("spin_lock", "spin_unlock")),
            Map.entry("spinlock_irq", new Calls("spin_lock_irq", "spin_unlock_irq")),
            Map.entry("spinlock_irqsave", new Calls("spin_lock_irqsave", "spin_unlock_irqrestore")),
            Map.entry("spinlock_bh", new Calls("spin_lock_bh", "spin_unlock_bh")),
            Map.entry("raw_spinlock", new Calls("raw_spin_lock", "raw_spin_unlock")),
            Map.entry("raw_spinlock_irq", new Calls("raw_spin_lock_irq", "raw_spin_unlock_irq")),
            Map.entry("raw_spinlock_irqsave", new Calls("raw_spin_lock_irqsave", "raw_spin_unlock_irqrestore")),
            Map.entry("rwsem_read", new Calls("down_read", "up_read")),
            Map.entry("rwsem_write", new Calls("down_write", "up_write")),
            Map.entry("read_lock", new Calls("read_lock", "read_unlock")),
            Map.entry("write_lock", new Calls("write_lock", "write_unlock")),
            Map.entry("rcu", new Calls("rcu_read_lock", "rcu_read_unlock")),
            Map.entry("srcu", new Calls("srcu_read_lock", "srcu_read_unlock")),
            Map.entry("preempt", new Calls("preempt_disable", "preempt_enable")),
            Map.entry("irq", new Calls("local_irq_disable", "local_irq_enable")),
            Map.entry("irqsave", new Calls("local_irq_save", "local_irq_restore")),
            Map.entry("cpus_read_lock", new Calls("cpus_read_lock", "cpus_read_unlock")),
            Map.entry("device", new Calls("device_lock", "device_unlock")));

    private Guards() {}

    /**
     * A guard that is followed.
     *
     * @param kind      what it is a guard of
     * @param arguments what its lock is
     */
    record Guard(String kind, List<IASTExpression> arguments) {

        String begin() {
            return KINDS.get(kind).begin();
        }

        String end() {
            return KINDS.get(kind).end();
        }
    }

    /** Whether guards of a kind are followed. */
    static boolean isFollowed(String kind) {
        return KINDS.containsKey(kind);
    }

    /** The guard that {@code guard(kind)(lock)} is. */
    static Optional<Guard> of(IASTExpression expression) {
        return expression instanceof IASTFunctionCallExpression call
                && call.getFunctionNameExpression() instanceof IASTFunctionCallExpression guard
                && Ast.callee(guard).equals(Optional.of("guard")) && Ast.arguments(guard).size() == 1
                ? guard(Ast.arguments(guard).get(0), Ast.arguments(call))
                : Optional.empty();
    }

    /** The guard that {@code scoped_guard(kind, lock)} is, of which the condition of an if is left. */
    static Optional<Guard> scoped(IASTExpression condition) {
        if (condition instanceof IASTExpressionList list) {
            List<IASTExpression> all = List.of(list.getExpressions());
            return guard(all.get(0), all.subList(1, all.size()));
        }
        return condition instanceof IASTIdExpression id && id.getName().resolveBinding() instanceof IProblemBinding
                ? guard(id, List.of())
                : Optional.empty();
    }

    private static Optional<Guard> guard(IASTExpression kind, List<IASTExpression> arguments) {
        return kind instanceof IASTIdExpression id && isFollowed(id.getName().toString())
                ? Optional.of(new Guard(id.getName().toString(), arguments))
                : Optional.empty();
    }
}
