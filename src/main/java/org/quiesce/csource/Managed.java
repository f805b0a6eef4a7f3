package org.quiesce.csource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.quiesce.protocol.Conditions;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.ProtocolBuilder;

/**
 * What the device of a driver gives back by itself, once remove() has returned or probe() has failed: what it got last is
 * given back first (drivers/base/devres.c).
 */
final class Managed {

    /**
     * Something that is given back.
     *
     * @param flag says whether the device has it
     * @param back gives it back
     */
    private record Resource(String flag, int line, Consumer<Translation> back) {}

    private final Map<List<Object>, Resource> resources = new LinkedHashMap<>();

    /** The flags of memory. */
    private final Map<String, Set<String>> memory = new HashMap<>();

    boolean isEmpty() {
        return resources.isEmpty();
    }

    /** The device gets something by a call, unless that failed, as a local variable says. */
    void unless(CallSite site, String failed, Consumer<Translation> back) {
        Translation in = site.in();
        in.out().branch(site.line(), Conditions.equal(failed, 0), () -> gets(site, back), () -> { });
    }

    /** The device gets something by a call. */
    void gets(CallSite site, Consumer<Translation> back) {
        flag(site, back);
    }

    /** The device gets memory by a call. */
    void gets(CallSite site, String memory, Consumer<Translation> back) {
        this.memory.computeIfAbsent(memory, m -> new LinkedHashSet<>()).add(flag(site, back));
    }

    /** Memory is freed before the device goes. */
    void freed(Translation in, String freed, int line) {
        memory.getOrDefault(freed, Set.of()).forEach(flag -> in.emit(line, Ops.clear(flag)));
    }

    private String flag(CallSite site, Consumer<Translation> back) {
        if (site.in().isInLoop()) {
            throw new Unresolved("how often " + site.name() + "() is called in a loop is not followed");
        }
        Resource resource = resources.computeIfAbsent(
                List.of(site.arguments().get(0).getFileLocation().getNodeOffset(), site.in().turns()),
                r -> new Resource(site.in().temporary("managed"), site.line(), back));
        site.in().emit(site.line(), Ops.set(resource.flag()));
        return resource.flag();
    }

    /** The device gives back what it has. */
    void giveBack(Translation in) {
        List<Resource> last = new ArrayList<>(resources.values());
        for (int i = last.size() - 1; i >= 0; i--) {
            Resource resource = last.get(i);
            in.out().branch(resource.line(), Conditions.flag(resource.flag()), () -> {
                in.emit(resource.line(), Ops.clear(resource.flag()));
                resource.back().accept(in);
            }, () -> { });
        }
    }

    void declare(ProtocolBuilder builder) {
        resources.values().forEach(resource -> builder.flag(resource.flag()));
    }
}
