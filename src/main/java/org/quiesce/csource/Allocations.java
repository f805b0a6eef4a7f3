package org.quiesce.csource;

import java.util.Set;
import org.eclipse.cdt.core.dom.ast.IASTExpression;

/** The functions of the kernel that allocate memory of a module, and those that free it. */
final class Allocations {

    /** Functions that return memory of the module. */
    private static final Set<String> ALLOCATORS = Set.of(
            "kzalloc", "kmalloc", "kcalloc", "kmalloc_array", "kvzalloc", "kvmalloc", "vmalloc", "vzalloc", "kmemdup",
            "kzalloc_node", "kmalloc_node", "kzalloc_obj", "kmalloc_obj");

    /** Functions that free what their first argument points to. */
    static final Set<String> FREES = Set.of("kfree", "kvfree", "vfree", "kfree_sensitive");

    private Allocations() {}

    /** Whether an expression is a call that allocates. */
    static boolean isOne(IASTExpression expression) {
        return Ast.callee(Ast.bare(expression)).filter(Allocations::allocates).isPresent();
    }

    static boolean allocates(String function) {
        return ALLOCATORS.contains(function);
    }
}
