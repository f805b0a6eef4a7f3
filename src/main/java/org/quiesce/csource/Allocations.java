package org.quiesce.csource;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionCallExpression;
import org.quiesce.csource.Abstraction.Kind;
import org.quiesce.protocol.Conditions;
import org.quiesce.protocol.Program.Sleeping;
import org.quiesce.protocol.WaitOps;

/**
 * The functions of the kernel that allocate memory, and those that free it (include/linux/slab.h, gfp.h, skbuff.h, usb.h,
 * device.h, dma-mapping.h): which argument says whether they may sleep, and which one is freed.
 */
final class Allocations {

    /** In place of the position of the flags: the function has none, and may always sleep, or never does. */
    private static final int SLEEPS = -1;
    private static final int NEVER_SLEEPS = -2;

    /** Functions that return memory of the module, and where they have their flags. */
    private static final Map<String, Integer> OF_MODULE = Map.ofEntries(
            Map.entry("kzalloc", 1), Map.entry("kmalloc", 1), Map.entry("kcalloc", 2), Map.entry("kmalloc_array", 2),
            Map.entry("kvzalloc", 1), Map.entry("kvmalloc", 1), Map.entry("kvcalloc", 2), Map.entry("vmalloc", SLEEPS),
            Map.entry("vzalloc", SLEEPS), Map.entry("kmemdup", 2), Map.entry("kzalloc_node", 1),
            Map.entry("kmalloc_node", 1), Map.entry("kzalloc_obj", 1), Map.entry("kmalloc_obj", 1),
            Map.entry("kmem_cache_alloc", 1), Map.entry("kmem_cache_zalloc", 1), Map.entry("mempool_alloc", 1),
            Map.entry("__get_free_page", 0), Map.entry("__get_free_pages", 0), Map.entry("get_zeroed_page", 0),
            Map.entry("kstrdup", 1), Map.entry("kstrndup", 2), Map.entry("kasprintf", 0),
            Map.entry("devm_kzalloc", 2), Map.entry("devm_kmalloc", 2), Map.entry("devm_kcalloc", 3),
            Map.entry("devm_kmalloc_array", 3), Map.entry("devm_kmemdup", 3), Map.entry("devm_kasprintf", 1),
            Map.entry("devm_kstrdup", 2));

    /** Functions whose memory is not followed. */
    private static final Map<String, Integer> OF_OTHERS = Map.ofEntries(
            Map.entry("krealloc", 2),
            Map.entry("alloc_page", 0), Map.entry("alloc_pages", 0), Map.entry("alloc_skb", 1),
            Map.entry("__netdev_alloc_skb", 2), Map.entry("netdev_alloc_skb", NEVER_SLEEPS),
            Map.entry("netdev_alloc_skb_ip_align", NEVER_SLEEPS), Map.entry("dev_alloc_skb", NEVER_SLEEPS),
            Map.entry("napi_alloc_skb", NEVER_SLEEPS), Map.entry("skb_clone", 1), Map.entry("skb_copy", 1),
            Map.entry("usb_alloc_urb", 1), Map.entry("usb_submit_urb", 1), Map.entry("usb_alloc_coherent", 2),
            Map.entry("dma_alloc_coherent", 3), Map.entry("dma_pool_alloc", 1),
            Map.entry("dma_pool_zalloc", 1), Map.entry("idr_alloc", 4), Map.entry("ida_alloc", 1),
            Map.entry("idr_preload", 0), Map.entry("radix_tree_preload", 0), Map.entry("bio_alloc", 3));

    /** Functions that free what one of their arguments points to, and which. */
    private static final Map<String, Integer> FREES = Map.ofEntries(
            Map.entry("kfree", 0), Map.entry("kvfree", 0), Map.entry("vfree", 0), Map.entry("kfree_sensitive", 0),
            Map.entry("kzfree", 0), Map.entry("kfree_const", 0), Map.entry("kmem_cache_free", 1),
            Map.entry("mempool_free", 0), Map.entry("free_page", 0), Map.entry("free_pages", 0),
            Map.entry("devm_kfree", 1));

    /** Functions that have it freed once nobody reads it under RCU any more: their first argument. */
    private static final List<String> FREE_LATER = List.of("kfree_rcu", "kvfree_rcu");

    private static final Pattern FREEING =
            Pattern.compile(".*(?:free|release|destroy|dispose|unref|(?<![a-z])put(?![a-z])).*");

    private Allocations() {}

    static void addTo(Map<String, Function<CallSite, Meaning>> table) {
        Map<String, Integer> all = new HashMap<>(OF_OTHERS);
        all.putAll(OF_MODULE);
        all.keySet().forEach(name -> table.put(name, site -> {
            mightSleep(site);
            return new Meaning.Nothing();
        }));
    }

    /** Whether an expression is a call that allocates memory of the module. */
    static boolean isOne(IASTExpression expression) {
        return Ast.callee(Ast.bare(expression)).filter(Allocations::allocates).isPresent();
    }

    /** Whether a function returns memory of the module. */
    static boolean allocates(String function) {
        return OF_MODULE.containsKey(function);
    }

    /** Whether the memory that a function returns is freed with the device that it is for. */
    static boolean isManaged(String function) {
        return function.startsWith("devm_");
    }

    /** Whether a function allocates anything. */
    static boolean isAllocator(String function) {
        return allocates(function) || OF_OTHERS.containsKey(function);
    }

    /** Whether a function frees memory, now or later. */
    static boolean frees(String function) {
        return FREES.containsKey(function) || FREE_LATER.contains(function);
    }

    /** Whether a function of which nothing is known may free what it gets, as its name says. */
    static boolean mayFree(String function) {
        return FREEING.matcher(function).matches();
    }

    /** The functions that free at once, and the position of what they free. */
    static Map<String, Integer> freeing() {
        return FREES;
    }

    static List<String> freeingLater() {
        return FREE_LATER;
    }

    /** The pointer to what a call frees, now or later; empty if it frees nothing. */
    static Optional<IASTExpression> freed(IASTFunctionCallExpression call) {
        return Ast.callee(call).filter(Allocations::frees).flatMap(function ->
                Ast.arguments(call).stream().skip(FREES.getOrDefault(function, 0)).findFirst());
    }

    /** Whether the allocation that a call is may sleep; empty if that is unknown. */
    static Optional<Sleeping> sleeping(CallSite site) {
        int flags = OF_MODULE.getOrDefault(site.name(), OF_OTHERS.getOrDefault(site.name(), SLEEPS));
        if (flags == NEVER_SLEEPS) {
            return Optional.of(Sleeping.FORBIDDEN);
        }
        // The newest macros have GFP_KERNEL as their default.
        return flags == SLEEPS || flags >= site.arguments().size()
                ? Optional.of(Sleeping.ALLOWED)
                : AllocationFlags.of(site.argument(flags), site.in().running().scope());
    }

    /** A call whose memory is not followed may sleep all the same. */
    static void mightSleep(CallSite site) {
        mightSleep(site, sleeping(site));
    }

    /** @param sleeping whether it may; empty if that is unknown */
    static void mightSleep(CallSite site, Optional<Sleeping> sleeping) {
        Translation in = site.in();
        if (sleeping.isEmpty()) {
            String question = "the flags of " + site.name() + "() allow it to sleep";
            in.abstracted(Kind.CHOICE, site.line(), question + ", or they do not");
            in.out().branch(site.line(), Conditions.chance(question),
                    () -> in.emit(site.line(), WaitOps.mightSleep()), () -> { });
        } else if (sleeping.get() == Sleeping.ALLOWED) {
            in.emit(site.line(), WaitOps.mightSleep());
        }
    }
}
