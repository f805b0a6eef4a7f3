package org.quiesce.csource;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.cdt.core.dom.ast.IASTBinaryExpression;
import org.eclipse.cdt.core.dom.ast.IASTDeclarator;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFieldReference;
import org.eclipse.cdt.core.dom.ast.IASTFunctionCallExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.eclipse.cdt.core.dom.ast.IASTInitializerClause;
import org.eclipse.cdt.core.dom.ast.IASTInitializerList;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.quiesce.protocol.Program.CallbackKind;

/** Which functions of a file the kernel calls back, as its objects and calls say. */
final class Registrations {

    /** Calls that give an object its function, by the position of the function among the arguments. */
    private static final Map<String, Integer> SETUP = Map.ofEntries(
            Map.entry("INIT_WORK", 1), Map.entry("INIT_DELAYED_WORK", 1), Map.entry("INIT_DEFERRABLE_WORK", 1),
            Map.entry("INIT_RCU_WORK", 1), Map.entry("hrtimer_setup", 1), Map.entry("INIT_WORK_ONSTACK", 1), Map.entry("INIT_DELAYED_WORK_ONSTACK", 1),
            Map.entry("kthread_init_work", 1), Map.entry("kthread_init_delayed_work", 1),
            Map.entry("timer_setup", 1), Map.entry("timer_setup_on_stack", 1), Map.entry("setup_timer", 1),
            Map.entry("tasklet_setup", 1), Map.entry("tasklet_init", 1), Map.entry("init_task_work", 1));

    /** Of these, the ones that say what the function gets in place of the object, by the position of that. */
    private static final Map<String, Integer> DATA = Map.of("tasklet_init", 2, "setup_timer", 2);

    /** Of these, besides those that say so, the ones that set up an item that is queued later than it is asked for. */
    private static final Set<String> WAITING = Set.of("INIT_DEFERRABLE_WORK", "INIT_RCU_WORK");

    /** The fields that hold an object's function. */
    private static final Set<String> FIELDS = Set.of("func", "function", "callback", "notifier_call", "work.func");

    /**
     * What is called for an interrupt.
     *
     * @param kind     of the function: a handler, or the thread of an interrupt that has none
     * @param function its C name
     */
    record Interrupt(CallbackKind kind, String function) {}

    private final CModule module;
    private final Places places;
    private final Map<IBinding, IASTFunctionDefinition> functions = new HashMap<>();
    /** Items that are set up as delayed ones. */
    private final Set<IBinding> delayed = new HashSet<>();
    /** What their functions get, of objects that are not given themselves. */
    private final Map<IBinding, IASTExpression> data = new HashMap<>();
    private final Map<String, Interrupt> irqs = new LinkedHashMap<>();
    private final Set<String> rcu = new LinkedHashSet<>();

    Registrations(CModule module, Places places) {
        this.module = module;
        this.places = places;
        module.variables().values().forEach(this::initialised);
        module.calls(this::called);
        module.functions().values().forEach(f -> Ast.expressions(f, this::assigned));
    }

    /** A high-resolution timer is given its function by an assignment. */
    private void assigned(IASTExpression expression) {
        if (expression instanceof IASTBinaryExpression store && store.getOperator() == IASTBinaryExpression.op_assign
                && store.getOperand1() instanceof IASTFieldReference field
                && field.getFieldName().toString().equals("function")) {
            places.of(field.getFieldOwner(), Scope.nowhere()).ifPresent(place -> {
                if (place instanceof Place.Variable variable && CType.of(variable.binding()).name().endsWith("hrtimer")) {
                    module.functionNamedBy(store.getOperand2()).ifPresent(f -> functions.put(variable.binding(), f));
                }
            });
        }
    }

    private void initialised(IASTDeclarator variable) {
        CModule.fields(variable).forEach((field, value) -> {
            if (FIELDS.contains(field)) {
                module.functionNamedBy(value).ifPresent(f -> functions.put(variable.getName().resolveBinding(), f));
            }
        });
    }

    private void called(String name, IASTFunctionCallExpression call) {
        List<IASTExpression> arguments = Ast.arguments(call);
        if (SETUP.containsKey(name) && arguments.size() > SETUP.get(name)) {
            places.of(arguments.get(0), Scope.nowhere()).ifPresent(place -> {
                if (place instanceof Place.Variable variable) {
                    module.functionNamedBy(arguments.get(SETUP.get(name)))
                            .ifPresent(f -> functions.put(variable.binding(), f));
                    Optional.ofNullable(DATA.get(name)).filter(data -> data < arguments.size())
                            .ifPresent(position -> data.put(variable.binding(), arguments.get(position)));
                    if (name.toLowerCase(Locale.ROOT).contains("delayed") || WAITING.contains(name)) {
                        delayed.add(variable.binding());
                    }
                }
            });
        } else if (InterruptCalls.requests(name).isPresent()) {
            interrupt(arguments.subList(Math.min(InterruptCalls.requests(name).get(), arguments.size()), arguments.size()));
        } else if (name.equals("call_rcu") && arguments.size() == 2) {
            module.functionNamedBy(arguments.get(1)).ifPresent(f -> rcu.add(name(f)));
        }
    }

    /** An interrupt without a handler has the kernel's own, which does nothing but wake the thread. */
    private void interrupt(List<IASTExpression> arguments) {
        if (arguments.size() >= 3) {
            boolean isDefault = Ast.isNull(arguments.get(1));
            module.functionNamedBy(arguments.get(isDefault ? 2 : 1)).ifPresent(f -> irqs.put(Ast.text(arguments.get(0)),
                    new Interrupt(isDefault ? CallbackKind.IRQ_THREAD : CallbackKind.IRQ, name(f))));
        }
    }

    static String name(IASTFunctionDefinition function) {
        return function.getDeclarator().getName().toString();
    }

    /** The function of an object, such as a work item. */
    Optional<IASTFunctionDefinition> function(IBinding object) {
        return Optional.ofNullable(functions.get(Instance.declared(object)));
    }

    /** What the function of an object gets: the object, or what was given with it. */
    Optional<Place> argument(IBinding object) {
        IASTExpression given = data.get(Instance.declared(object));
        return given == null ? Optional.of(new Place.Variable(object))
                : Ast.isNull(given) ? Optional.empty()
                : places.pointee(given).<Place>map(Place.Variable::new).or(() -> places.of(given, Scope.nowhere()));
    }

    /** Whether an item has a timer, as its type or its set-up says. */
    boolean isDelayed(IBinding object) {
        return delayed.contains(Instance.declared(object)) || CType.of(object).name().endsWith("delayed_work");
    }

    /** What is requested for an interrupt, by how its number is written; of the only one, however. */
    Optional<Interrupt> interrupt(String irq) {
        return irqs.size() == 1 ? irqs.values().stream().findFirst() : Optional.ofNullable(irqs.get(irq));
    }

    /** The functions that are given to call_rcu(). */
    Set<String> rcuCallbacks() {
        return rcu;
    }

    /** What a field of a global variable is initialised with, or one of the structs in it and of those that it points to. */
    Optional<IASTInitializerClause> field(String variable, String path) {
        return Optional.ofNullable(module.variables().get(variable)).flatMap(v -> field(CModule.fields(v), path));
    }

    private Optional<IASTInitializerClause> field(Map<String, IASTInitializerClause> fields, String path) {
        if (fields.containsKey(path)) {
            return Optional.of(fields.get(path));
        }
        int end = path.indexOf('.');
        return Optional.ofNullable(end < 0 ? null : fields.get(path.substring(0, end))).flatMap(value ->
                value instanceof IASTInitializerList list ? field(CModule.fields(list), path.substring(end + 1))
                : value instanceof IASTExpression pointer ? Ast.named(CModule.withoutAddress(pointer))
                        .flatMap(to -> field(to.getName(), path.substring(end + 1)))
                : Optional.empty());
    }
}
