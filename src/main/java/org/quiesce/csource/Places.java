package org.quiesce.csource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.cdt.core.dom.ast.DOMException;
import org.eclipse.cdt.core.dom.ast.EScopeKind;
import org.eclipse.cdt.core.dom.ast.IASTArraySubscriptExpression;
import org.eclipse.cdt.core.dom.ast.IASTBinaryExpression;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFieldReference;
import org.eclipse.cdt.core.dom.ast.IASTFunctionCallExpression;
import org.eclipse.cdt.core.dom.ast.IASTIdExpression;
import org.eclipse.cdt.core.dom.ast.IASTUnaryExpression;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.eclipse.cdt.core.dom.ast.IField;
import org.eclipse.cdt.core.dom.ast.IParameter;
import org.eclipse.cdt.core.dom.ast.IProblemBinding;
import org.eclipse.cdt.core.dom.ast.IVariable;
import org.quiesce.csource.Place.CurrentTask;
import org.quiesce.csource.Place.Variable;
import org.quiesce.csource.Place.WorkerTask;

/** Finds what expressions name. */
final class Places {

    /** What yields the same item as its first argument. */
    private static final Set<String> VIEWS = Set.of(
            "to_delayed_work", "per_cpu_ptr", "this_cpu_ptr", "raw_cpu_ptr", "get_cpu_ptr", "per_cpu", "this_cpu_read",
            "rcu_dereference_protected", "rcu_access_pointer", "rcu_dereference_raw", "srcu_dereference");

    /** What yields the struct, of the type that its second argument names, around its first. */
    private static final Set<String> AROUND = Set.of("container_of", "container_of_const", "list_entry", "hlist_entry");

    /** What yields the struct, of the type that its first argument points to, around its second. */
    private static final Set<String> AROUND_ITEM = Set.of("timer_container_of", "from_timer", "from_tasklet", "from_work");

    /** Structs of the kernel that hold another item, which is taken for the same. */
    private static final Set<String> WRAPPERS = Set.of("delayed_work", "kthread_delayed_work");

    private static final Set<String> CREATORS = Set.of("kthread_run", "kthread_create", "kthread_create_on_node",
            "kthread_create_on_cpu", "kthread_run_on_cpu");
    private static final Set<String> TASK_CALLS = Set.of("kthread_stop", "wake_up_process", "kthread_park",
            "kthread_unpark", "get_task_struct", "put_task_struct", "kthread_bind", "kthread_set_per_cpu",
            "kthread_stop_put");

    /** Fields of structs that headers define, by struct and name. */
    private final Map<String, IBinding> headerFields = new HashMap<>();
    private final Map<IBinding, String> headerNames = new HashMap<>();
    private final Stores stores;
    /** Variables that are not the only struct of their type. */
    private final Set<IBinding> several = new LinkedHashSet<>();
    /** Where the threads that the kernel makes for each CPU are stored. */
    private final Set<IBinding> smpboot = new HashSet<>();
    /** Fields that point to tasks. */
    private final Set<IBinding> tasks = new HashSet<>();
    /** The memory that variables point to, by what they are first assigned to. */
    private final Map<IBinding, IBinding> sameMemory = new HashMap<>();
    /** The shared pointers to which local ones to new memory are copied. */
    private final Map<IBinding, Set<IBinding>> goals = new HashMap<>();
    /** Shared pointers that are set to NULL somewhere. */
    private final Set<IBinding> nulled = new HashSet<>();
    /** Local pointers that are NULL or not whatever becomes of the memory. */
    private final Set<IBinding> nullableLocals;
    /** Pointers that get error pointers which are made in the file. */
    private final Set<IBinding> erroneous;
    /** Variables that an allocation is assigned to, in the order of the file. */
    private final Map<IBinding, CType> allocated = new LinkedHashMap<>();
    /** Those of them whose memory is freed with a device. */
    private final Set<IBinding> managed = new LinkedHashSet<>();
    /** Those of which there may be more than one at a time. */
    private final Set<IBinding> pieces = new HashSet<>();

    Places(CModule module) {
        this.stores = new Stores(module, this::direct);
        Map<String, List<IBinding>> structs = new HashMap<>();
        module.variables().values().forEach(variable -> {
            IBinding binding = variable.getName().resolveBinding();
            CType type = CType.of(binding);
            if (binding instanceof IVariable known && type.pointers() == 0 && !type.isArray()
                    && Indices.isStructOfObjects(known)) {
                structs.computeIfAbsent(type.name(), t -> new ArrayList<>()).add(binding);
            }
        });
        structs.values().stream().filter(all -> all.stream().distinct().count() > 1).forEach(several::addAll);
        PointerFlows flows = new PointerFlows(module, this::direct);
        module.functions().values().forEach(function -> {
            Ast.expressions(function, e -> allocation(module, e));
            Ast.declarators(function, declarator -> CModule.value(declarator)
                    .filter(IASTExpression.class::isInstance)
                    .ifPresent(v -> got(module, declarator.getName().resolveBinding(), (IASTExpression) v)));
        });
        module.variables().values().forEach(variable -> Optional.ofNullable(CModule.fields(variable).get("store"))
                .filter(IASTExpression.class::isInstance)
                .flatMap(store -> Ast.named(CModule.withoutAddress((IASTExpression) store)))
                .ifPresent(smpboot::add));
        module.functions().values().forEach(function -> Ast.expressions(function, e -> publication(module, flows, e)));
        module.functions().values().forEach(function -> Ast.expressions(function, this::task));
        pieces.addAll(SeveralAllocated.of(module, this));
        pieces.addAll(Replacements.of(module, this, this::direct));
        pieces.addAll(yieldedToMany(module, flows));
        allocated.keySet().removeAll(pieces);
        nullableLocals = nullableLocals(flows);
        erroneous = flows.getting(Yielded::isError, b -> CType.of(b).isPointerToStruct());
    }

    private void allocation(CModule module, IASTExpression expression) {
        Stores.exchanged(expression).flatMap(this::direct).filter(b -> !isLocal(b)).ifPresent(nulled::add);
        if (Ast.isBinary(expression, IASTBinaryExpression.op_assign)) {
            IASTBinaryExpression assignment = (IASTBinaryExpression) expression;
            direct(assignment.getOperand1()).ifPresent(variable -> got(module, variable, assignment.getOperand2()));
        }
    }

    private void got(CModule module, IBinding variable, IASTExpression written) {
        for (IASTExpression value : Yielded.values(module, written)) {
            if (Allocations.isOne(value)) {
                allocated(variable, value);
            } else if (variable != null && Ast.isNull(value) && !isLocal(variable)) {
                nulled.add(variable);
            }
        }
    }

    /** Where a shared pointer gets such a local one, it is set to NULL there, too. */
    private Set<IBinding> nullableLocals(PointerFlows flows) {
        while (true) {
            Set<IBinding> locals = flows.getting(this::mayBeNull, b -> isLocal(b) && !isTask(b));
            if (!nulled.addAll(flows.copiesOf(locals).stream().filter(b -> !isLocal(b) && memory(b).isPresent()).toList())) {
                return locals;
            }
        }
    }

    /** Whether a value is NULL, or that of a shared pointer that is set to NULL somewhere. */
    private boolean mayBeNull(IASTExpression value) {
        return Ast.isNull(value) || Stores.exchanged(value).or(() -> Optional.of(value)).flatMap(this::direct)
                .filter(from -> !isLocal(from) && isNulled(from)).isPresent();
    }

    private void allocated(IBinding variable, IASTExpression allocation) {
        // An address that is kept as a number is not followed.
        if (variable != null && !CType.of(variable).isScalar()) {
            allocated.putIfAbsent(variable, CType.of(variable));
            if (Ast.callee(Ast.bare(allocation)).filter(Allocations::isManaged).isPresent()) {
                managed.add(variable);
            }
        }
    }

    /** The memory that is freed with the device that it was allocated for. */
    Set<IBinding> managedMemory() {
        return managed.stream().flatMap(variable -> memory(variable).stream()).collect(Collectors.toSet());
    }

    /** {@code global = local}, where the local variable points to new memory. */
    private void publication(CModule module, PointerFlows flows, IASTExpression expression) {
        if (!Ast.isBinary(expression, IASTBinaryExpression.op_assign)) {
            return;
        }
        IASTBinaryExpression assignment = (IASTBinaryExpression) expression;
        direct(assignment.getOperand1()).filter(b -> !isLocal(b)).ifPresent(to ->
                Yielded.values(module, assignment.getOperand2()).stream()
                        .flatMap(value -> direct(value).filter(Places::isLocal).stream())
                        .flatMap(local -> flows.localsBehind(local).stream())
                        .filter(allocated::containsKey)
                        .forEach(from -> published(from, to)));
    }

    private void published(IBinding from, IBinding to) {
        sameMemory.put(from, to);
        goals.computeIfAbsent(from, x -> new HashSet<>()).add(to);
        // A field that may point to anything points to what the local variable says.
        allocated.put(to, CType.of(CType.of(to).isPointerToStruct() ? to : from));
    }

    /** The pointers to memory that a function allocates and returns to more than one: each gets another piece. */
    private Set<IBinding> yieldedToMany(CModule module, PointerFlows flows) {
        Map<IBinding, Set<String>> takers = new HashMap<>();
        module.functions().values().forEach(function -> function.accept(new StoreVisitor() {
            @Override
            void declared(IBinding variable, IASTExpression value) {
                taken(value, Registrations.name(function) + " " + variable.getName());
            }

            @Override
            void assigned(IASTExpression to, IASTExpression value) {
                taken(value, direct(to).map(b -> (isLocal(b) ? Registrations.name(function) : "") + " " + b.getName())
                        .orElseGet(() -> Ast.text(to) + Ast.line(to)));
            }

            @Override
            void called(IASTFunctionCallExpression call) {}

            private void taken(IASTExpression value, String by) {
                if (Yielded.by(module, value).isPresent()) {
                    Yielded.values(module, value).stream().flatMap(v -> direct(v).filter(Places::isLocal).stream())
                            .forEach(local -> takers.computeIfAbsent(local, m -> new HashSet<>()).add(by));
                }
            }
        }));
        return takers.entrySet().stream().filter(e -> e.getValue().size() > 1).map(Map.Entry::getKey)
                .flatMap(local -> flows.localsBehind(local).stream())
                .filter(allocated::containsKey)
                .flatMap(local -> Stream.concat(Stream.of(local), goals.getOrDefault(local, Set.of()).stream()))
                .collect(Collectors.toSet());
    }

    /** Whether a function reads or writes what its arguments point to. */
    static boolean reads(String function) {
        return !VIEWS.contains(function) && !AROUND.contains(function) && !AROUND_ITEM.contains(function);
    }

    /** Whether a function creates a thread, and yields its task. */
    static boolean createsThread(String function) {
        return CREATORS.contains(function);
    }

    /** Whether a place is a pointer that each program has of its own. */
    static boolean isOwn(Place place) {
        return place instanceof Variable variable && variable.binding() instanceof Instance instance
                && instance.kind() == Instance.Kind.OWN;
    }

    static boolean isTask(IBinding variable) {
        CType type = CType.of(variable);
        return type.is("task_struct") && type.pointers() == 1;
    }

    /** Whether a variable is there as long as a function runs; what is static in one is not, and each call finds it again. */
    static boolean isLocal(IBinding written) {
        IBinding binding = Instance.declared(written);
        try {
            return binding instanceof IVariable variable && !(binding instanceof IField) && !variable.isStatic()
                    && (binding instanceof IParameter || binding.getScope() != null
                    && binding.getScope().getKind() != EScopeKind.eGlobal);
        } catch (DOMException e) {
            return false;
        }
    }

    /** The memory of the module that a variable points to. */
    Optional<IBinding> memory(IBinding written) {
        if (isTask(written)) {
            // An element of an array of tasks that is memory itself.
            return Optional.empty();
        }
        IBinding variable = Instance.declared(written);
        IBinding same = sameMemory.getOrDefault(variable, variable);
        return allocated.containsKey(same) ? Optional.of(same) : Optional.empty();
    }

    /** Whether a shared pointer to memory of the module is set to NULL somewhere. */
    boolean isNulled(IBinding pointer) {
        return nulled.contains(Instance.declared(pointer)) && memory(pointer).isPresent();
    }

    /** Whether a local pointer is NULL or not whatever becomes of the memory that it points to. */
    boolean isNullableLocal(IBinding local) {
        return nullableLocals.contains(local);
    }

    /** Whether a pointer gets error pointers that are made in the file, and not by a function of the kernel. */
    boolean isErroneous(IBinding pointer) {
        return erroneous.contains(Instance.declared(pointer));
    }

    /** The memory that holds structs of a type, if only one variable points to such. */
    Optional<IBinding> memoryOf(String struct) {
        List<IBinding> found = allocated.entrySet().stream()
                .filter(e -> e.getValue().is(struct) && !sameMemory.containsKey(e.getKey()))
                .map(Map.Entry::getKey)
                .toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    /** The memory that a pointer points to, in whichever function: as its name says, or its type if one is of that. */
    Optional<IBinding> pointee(IASTExpression pointer) {
        CType type = CType.of(pointer.getExpressionType());
        return of(pointer, Scope.nowhere())
                .flatMap(place -> place instanceof Variable variable ? memory(variable.binding()) : Optional.empty())
                .or(() -> type.isPointerToStruct() ? memoryOf(type.name()) : Optional.empty());
    }

    /** Whether a variable points to memory of which there may be several pieces, which are not told apart. */
    boolean isOneOfManyPieces(IBinding variable) {
        IBinding declared = Instance.declared(variable);
        return pieces.contains(sameMemory.getOrDefault(declared, declared));
    }

    /** The place that an expression names, or points to. */
    Optional<Place> of(IASTExpression written, Scope scope) {
        IASTExpression expression = Ast.bare(written);
        if (expression instanceof IASTIdExpression id) {
            return id.getName().toString().equals("current")
                    ? Optional.of(new CurrentTask())
                    : Ast.named(id).filter(IVariable.class::isInstance).map(v -> aliased(v, scope));
        } else if (expression instanceof IASTUnaryExpression unary
                && (unary.getOperator() == IASTUnaryExpression.op_amper
                || unary.getOperator() == IASTUnaryExpression.op_star)) {
            return of(unary.getOperand(), scope);
        } else if (expression instanceof IASTFieldReference field) {
            return field(field, scope);
        } else if (expression instanceof IASTArraySubscriptExpression element) {
            return of(element.getArrayExpression(), scope).map(array -> scope.number(subscript(element))
                    .map(index -> element(array, index)).orElse(array));
        } else if (expression instanceof IASTFunctionCallExpression call) {
            return view(call, scope);
        }
        return Optional.empty();
    }

    private Place aliased(IBinding variable, Scope scope) {
        return scope.alias(variable)
                .orElseGet(() -> new Variable(memory(variable).orElse(variable)));
    }

    private Optional<Place> field(IASTFieldReference reference, Scope scope) {
        CType owner = CType.of(reference.getFieldOwner().getExpressionType());
        String name = reference.getFieldName().toString();
        if (WRAPPERS.contains(owner.name()) && name.equals("work")) {
            return of(reference.getFieldOwner(), scope);
        } else if (owner.is("kthread_worker") && name.equals("task")) {
            return of(reference.getFieldOwner(), scope)
                    .filter(Variable.class::isInstance)
                    .map(worker -> new WorkerTask((Variable) worker));
        }
        return fieldOf(reference).map(field -> of(reference.getFieldOwner(), scope)
                .flatMap(around -> instance(around, reference))
                // A struct that does not have the field.
                .filter(around -> field instanceof IVariable)
                .<Place>map(around -> new Variable(Instance.field((IVariable) field, around)))
                .orElseGet(() -> new Variable(field)));
    }

    /** The element that a field is in; what a pointer in an element leads to is not in it, unless it was allocated for it. */
    private Optional<Instance> instance(Place around, IASTFieldReference reference) {
        if (around instanceof Variable struct && several.contains(struct.binding())) {
            return Optional.of(Instance.only((IVariable) struct.binding()));
        }
        if (!(around instanceof Variable variable) || !(variable.binding() instanceof Instance instance)
                || instance.kind() == Instance.Kind.OWN) {
            return Optional.empty();
        }
        boolean leadsAway = instance.kind() == Instance.Kind.FIELD && reference.isPointerDereference()
                && memory(instance).isEmpty();
        return leadsAway ? Optional.empty() : Optional.of(instance);
    }

    /** Whether a place is a struct, and there are others of its type. */
    boolean isOneOfSeveral(Place place) {
        return place instanceof Variable variable && several.contains(variable.binding());
    }

    /** The types of structs of which several variables are. */
    Set<String> severalOf() {
        return several.stream().map(binding -> CType.of(binding).name()).collect(Collectors.toSet());
    }

    static IASTExpression subscript(IASTArraySubscriptExpression element) {
        return (IASTExpression) element.getArgument();
    }

    private Place element(Place array, int index) {
        return array instanceof Variable variable && variable.binding() instanceof IVariable binding && hasElements(binding)
                ? new Variable(Instance.element(binding, index))
                : array;
    }

    /**
     * Whether what is in an array is told apart. Local pointers to structs that are elsewhere are only another way to
     * them, unless a task is found so.
     */
    boolean hasElements(IVariable array) {
        boolean leadsElsewhere = isLocal(array) && CType.of(array).isArray() && CType.of(array).pointers() > 0
                && Indices.isStructOfObjects(array) && memory(array).isEmpty();
        return Indices.isOfObjects(array) && !leadsElsewhere;
    }

    /** The field of a struct, even of one that a header defines: then nothing but its name is known. */
    private Optional<IBinding> fieldOf(IASTFieldReference reference) {
        IBinding binding = reference.getFieldName().resolveBinding();
        if (isOfFile(binding)) {
            return Optional.of(binding);
        }
        CType owner = CType.of(reference.getFieldOwner().getExpressionType());
        boolean isStruct = !owner.is(CType.UNKNOWN) && !owner.is(CType.NUMBER);
        if (!isStruct || binding == null) {
            return Optional.empty();
        }
        String name = reference.getFieldName().toString();
        IBinding field = headerFields.computeIfAbsent(owner.name() + "." + name, f -> binding);
        headerNames.put(field, name);
        return Optional.of(field);
    }

    private static boolean isOfFile(IBinding binding) {
        return binding instanceof IField && !(binding instanceof IProblemBinding);
    }

    /** The C name of a variable or a field. */
    String name(IBinding variable) {
        if (variable instanceof Instance instance) {
            return name(instance.of()) + (instance.kind() == Instance.Kind.OWN ? "" : "_" + instance.which());
        }
        return headerNames.getOrDefault(variable, variable.getName());
    }

    /** The type of a variable, or what is done with it tells of it. */
    CType type(IBinding variable) {
        return tasks.contains(Instance.declared(variable)) ? new CType("task_struct", 1, false) : CType.of(variable);
    }

    private void task(IASTExpression expression) {
        if (Ast.isBinary(expression, IASTBinaryExpression.op_assign)) {
            IASTBinaryExpression assignment = (IASTBinaryExpression) expression;
            if (Ast.callee(Ast.bare(assignment.getOperand2())).filter(CREATORS::contains).isPresent()) {
                headerField(assignment.getOperand1()).ifPresent(tasks::add);
            }
        } else if (Ast.callee(expression).filter(TASK_CALLS::contains).isPresent()) {
            Ast.arguments((IASTFunctionCallExpression) expression).stream().findFirst()
                    .flatMap(this::headerField).ifPresent(tasks::add);
        }
    }

    Stores stores() {
        return stores;
    }

    private Optional<IBinding> headerField(IASTExpression expression) {
        return Ast.bare(expression) instanceof IASTFieldReference field
                ? fieldOf(field).filter(f -> !isOfFile(f))
                : Optional.empty();
    }

    private Optional<Place> view(IASTFunctionCallExpression call, Scope scope) {
        String name = Ast.callee(call).orElse("");
        List<IASTExpression> arguments = Ast.arguments(call);
        if (VIEWS.contains(name) && !arguments.isEmpty()) {
            Optional<Integer> cpu = Indices.cpu(call).flatMap(scope::number);
            return of(arguments.get(0), scope).map(place -> cpu.map(c -> onCpu(place, c)).orElse(place));
        } else if (AROUND.contains(name) && arguments.size() == 3) {
            return around(arguments.get(0), Ast.text(arguments.get(1)).replaceFirst("^\\+?(?:struct|union)[ _]", ""), scope);
        } else if (AROUND_ITEM.contains(name) && arguments.size() == 3) {
            return around(arguments.get(1), CType.of(arguments.get(0).getExpressionType()).name(), scope);
        }
        return Optional.empty();
    }

    private Optional<Place> around(IASTExpression item, String struct, Scope scope) {
        Optional<Place> element = of(item, scope).flatMap(Places::around);
        return element.isPresent() ? element : memoryOf(struct).map(Variable::new);
    }

    private static Optional<Place> around(Place place) {
        return place instanceof Variable variable && variable.binding() instanceof Instance field
                ? field.around().map(Variable::new)
                : Optional.empty();
    }

    private Place onCpu(Place place, int cpu) {
        return place instanceof Variable variable && variable.binding() instanceof IVariable binding && isPerCpu(binding)
                ? new Variable(Instance.onCpu(binding, cpu))
                : place;
    }

    /** Whether every CPU has one of a variable; of what the kernel's per-CPU threads are stored in one stands for all. */
    boolean isPerCpu(IBinding variable) {
        return variable instanceof IVariable known && Indices.isOfObjects(known) && !smpboot.contains(variable);
    }

    /** The variable or field that an expression names without a detour. */
    Optional<IBinding> direct(IASTExpression written) {
        IASTExpression expression = Ast.bare(written);
        if (expression instanceof IASTFieldReference field) {
            return fieldOf(field);
        }
        return Ast.named(expression).filter(IVariable.class::isInstance);
    }
}
