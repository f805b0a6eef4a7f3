package org.quiesce.csource;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionCallExpression;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.quiesce.csource.Meaning.Does;
import org.quiesce.csource.Meaning.Nothing;
import org.quiesce.protocol.Conditions;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.ProtocolBuilder;

/**
 * The lists of which it is counted how many entries they have (include/linux/list.h): somebody asks whether they are empty, and
 * all that changes them is seen. For that what is put into one list by some field is never put into another by that.
 */
final class Lists {

    /** A run in which there are more leaves the bounds of the model. */
    private static final int MOST = 4;

    private static final Set<String> ASKS = Set.of("list_empty", "list_empty_careful");
    private static final Set<String> ADDS = Set.of("list_add", "list_add_tail");
    private static final Set<String> REMOVES = Set.of("list_del", "list_del_init");
    private static final String INITIALISES = "INIT_LIST_HEAD";
    /** What changes no list. */
    private static final Pattern READS = Pattern.compile(
            "list_(?:first|last|next|prev)_entry\\w*|list_entry|list_is_\\w+|list_count_nodes|"
            + "\\w*for_each\\w*|\\w*container_of\\w*");

    private final Places places;
    private final Names names;
    private final Set<IBinding> asked = new HashSet<>();
    /** The lists into which something is put by a field. */
    private final Map<IBinding, Set<IBinding>> lists = new HashMap<>();
    /** What is changed in ways that are not followed. */
    private final Set<IBinding> blurred = new HashSet<>();
    private final Map<IBinding, String> counters = new LinkedHashMap<>();
    private boolean isAnyBlurred;

    Lists(CModule module, Places places, Names names) {
        this.places = places;
        this.names = names;
        module.calls(this::called);
    }

    static void addTo(Map<String, Function<CallSite, Meaning>> table) {
        ASKS.forEach(name -> table.put(name, site -> counter(site, 0)
                .<Meaning>map(counter -> new Meaning.Tests(Tests.not(Conditions.above(counter, 0)))).orElse(new Nothing())));
        ADDS.forEach(name -> table.put(name, site -> counter(site, 1)
                .<Meaning>map(counter -> new Does(Ops.increment(counter))).orElse(new Nothing())));
        REMOVES.forEach(name -> table.put(name, site -> site.in().module().lists().of(site.argument(0))
                .<Meaning>map(counter -> new Does(Ops.decrement(counter))).orElse(new Nothing())));
        table.put(INITIALISES, site -> counter(site, 0)
                .<Meaning>map(counter -> new Does(Ops.reset(counter))).orElse(new Nothing()));
    }

    private static Optional<String> counter(CallSite site, int list) {
        return site.in().module().lists().counter(site.argument(list));
    }

    private void called(String name, IASTFunctionCallExpression call) {
        List<IASTExpression> arguments = Ast.arguments(call);
        if (ASKS.contains(name) && arguments.size() == 1) {
            named(arguments.get(0)).ifPresent(asked::add);
        } else if (ADDS.contains(name) && arguments.size() == 2) {
            Optional<IBinding> entry = named(arguments.get(0));
            Optional<IBinding> list = named(arguments.get(1));
            isAnyBlurred |= entry.isEmpty() || list.isEmpty();
            entry.ifPresent(e -> lists.computeIfAbsent(e, x -> new HashSet<>()).add(list.orElse(e)));
        } else if (REMOVES.contains(name) && arguments.size() == 1) {
            isAnyBlurred |= named(arguments.get(0)).isEmpty();
        } else if (!name.equals(INITIALISES) && !READS.matcher(name).matches()) {
            arguments.forEach(argument -> named(argument).ifPresent(blurred::add));
        }
    }

    /** The list or the field of an entry whose address an expression is; of what a pointer leads to it is unknown. */
    private Optional<IBinding> named(IASTExpression expression) {
        return CModule.withoutAddress(expression) == Ast.bare(expression) ? Optional.empty()
                : places.of(expression, Scope.nowhere())
                        .filter(Place.Variable.class::isInstance)
                        .map(place -> Instance.declared(((Place.Variable) place).binding()))
                        .filter(binding -> CType.of(binding).is("list_head") && !Places.isLocal(binding));
    }

    private boolean isCounted(IBinding list) {
        return asked.contains(list) && !isAnyBlurred && !blurred.contains(list) && !lists.containsKey(list)
                && lists.entrySet().stream().filter(e -> e.getValue().contains(list))
                        .allMatch(e -> e.getValue().size() == 1 && !blurred.contains(e.getKey()));
    }

    /** The counter of the list whose address an expression is. */
    private Optional<String> counter(IASTExpression list) {
        return named(list).filter(this::isCounted).map(this::counter);
    }

    /** The counter of the list in which the entry is whose field an expression has the address of. */
    private Optional<String> of(IASTExpression entry) {
        return named(entry).map(field -> lists.getOrDefault(field, Set.of())).filter(all -> all.size() == 1)
                .flatMap(all -> all.stream().findFirst()).filter(this::isCounted).map(this::counter);
    }

    private String counter(IBinding list) {
        return counters.computeIfAbsent(list, l -> names.fresh(places.name(l) + "_entries"));
    }

    void declare(ProtocolBuilder builder) {
        counters.values().forEach(counter -> builder.counter(counter, 0, MOST));
    }
}
