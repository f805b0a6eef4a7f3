package org.quiesce.csource;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionCallExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.eclipse.cdt.core.dom.ast.IField;
import org.quiesce.csource.Abstraction.Kind;
import org.quiesce.csource.Place.Variable;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Conditions;
import org.quiesce.protocol.SharedObject;

/** What is known of one module while its programs are translated. */
final class ModuleReading {

    private final CModule file;
    private final Places places;
    private final Scalars scalars;
    private final Locals locals;
    private final Names names;
    private final Objects objects;
    private final Contexts contexts;
    private final Drivers drivers;
    /** The functions whose statements are in some program. */
    private final Set<String> running = new HashSet<>();
    private final CallTable calls = new CallTable();
    private final FunctionPointers pointers;
    private final FreedMemory freed;
    private final UserFiles files;
    private final Bits bits;
    private final Completions completions;
    private final Exchanges exchanges = new Exchanges();
    private final Lists lists;
    private final SystemSleep sleep;
    private final Tested tested;
    private final Bounds bounds;
    private final Indices indices;
    private final ForeignLocks foreignLocks = new ForeignLocks(this);
    private final KnownFunctions kernel = new KnownFunctions();
    /** An object that a call gets. */
    private record Handed(IBinding object, String function, int line) {}

    private final Set<Handed> handed = new LinkedHashSet<>();
    private final Set<String> outside = new HashSet<>();
    private final Set<IBinding> unknownTasks = new HashSet<>();
    private final SortedSet<Abstraction> abstractions = new TreeSet<>();
    private boolean isCut;

    /** Variables of which something is known in all programs, and those of which it has to be, as keep() says. */
    private final Set<IBinding> kept;
    private final Set<IBinding> wanted = new HashSet<>();

    ModuleReading(CModule file, Bounds bounds, Set<IBinding> kept) {
        this.bounds = bounds;
        this.kept = Set.copyOf(kept);
        this.file = file;
        this.places = new Places(file);
        this.scalars = new Scalars(file, places);
        this.locals = new Locals(file);
        this.indices = new Indices(file, places);
        Set<String> taken = new HashSet<>(file.functions().keySet());
        taken.addAll(file.variables().keySet());
        this.names = new Names(taken);
        this.objects = new Objects(names, scalars, places);
        Registrations registrations = new Registrations(file, places);
        this.contexts = new Contexts(file, places, registrations, names, objects);
        this.drivers = new Drivers(file, registrations, names);
        this.tested = new Tested(file, places);
        this.pointers = new FunctionPointers(file);
        this.freed = new FreedMemory(file, places);
        this.files = new UserFiles(file, places);
        this.bits = new Bits(file, places, names);
        this.lists = new Lists(file, places, names);
        this.sleep = new SystemSleep(names);
        this.completions = new Completions(file, places);
    }

    CModule file() {
        return file;
    }

    Places places() {
        return places;
    }

    Scalars scalars() {
        return scalars;
    }

    Locals locals() {
        return locals;
    }

    Bounds bounds() {
        return bounds;
    }

    Indices indices() {
        return indices;
    }

    /** Whether the programs keep a local number. */
    boolean isKept(IBinding local) {
        return indices.isIndex(local) ? kept.contains(local) : locals.isKept(local);
    }

    /** Whether it is left open how often a completion was completed, as an interrupt does it. */
    boolean isUncounted(IBinding completion) {
        return kept.contains(completion);
    }

    /**
     * Something has to be known of a variable in all programs: of an index its value, where that is asked for; of a completion
     * that an interrupt completes it; of a number that more than one tests it and stores to it at once.
     */
    void keep(IBinding variable) {
        wanted.add(variable);
    }

    /** The variables of which that was not known. */
    Set<IBinding> missing() {
        Set<IBinding> missing = new HashSet<>(wanted);
        missing.removeAll(kept);
        return missing;
    }

    /** There may be more of something than are followed. */
    void bounded(int line, String what) {
        abstracted(Kind.ASSUMED, line, what + ", and no verdict is about more");
        isCut = true;
    }

    /** Where loops over elements are cut short, elements that are named by their number have nothing done to them there. */
    void elementsNotFollowed() {
        if (isCut) {
            objects.elementsFrom(bounds.instances()).forEach(element -> abstracted(Kind.UNMODELLED, 1, "what is done to '" + element
                    + "', as of elements in loops only the first " + bounds.instances() + " are followed"));
        }
    }

    Names names() {
        return names;
    }

    Objects objects() {
        return objects;
    }

    Contexts contexts() {
        return contexts;
    }

    Set<String> running() {
        return running;
    }

    Drivers drivers() {
        return drivers;
    }

    /** The files by which users call in. */
    UserFiles files() {
        return files;
    }

    /** The bits that are told apart. */
    Bits bits() {
        return bits;
    }

    /** Whether nobody waits for a completion, or asks for it. */
    boolean isUnheard(IBinding completion) {
        return completions.isUnheard(completion);
    }

    /** The flags that are tested and stored to at once. */
    Exchanges exchanges() {
        return exchanges;
    }

    /** Whether more than one tests a number, or a bit of it, and stores to it at once. */
    boolean isExchangedByMany(IBinding number) {
        return kept.contains(number);
    }

    /** The lists of which it is counted how many entries they have. */
    Lists lists() {
        return lists;
    }

    /** How it is told that the machine is suspended. */
    SystemSleep sleep() {
        return sleep;
    }

    CallTable calls() {
        return calls;
    }

    ForeignLocks foreignLocks() {
        return foreignLocks;
    }

    KnownFunctions kernel() {
        return kernel;
    }

    /** Whether some condition asks for a variable. */
    boolean isTested(IBinding variable) {
        return tested.contains(variable);
    }

    /** The semaphore that stands for the references that a number counts, without one of them. */
    Optional<String> references(IBinding number) {
        return scalars.role(number) != Scalars.Role.REFERENCES ? Optional.empty()
                : scalars.references(number).map(n -> objects.semaphore(number, n - 1));
    }

    /** Whether an expression is a shared number that some condition asks for. */
    boolean decides(IASTExpression expression) {
        return scalars.shared(expression, Scope.nowhere()).filter(this::isTested).isPresent();
    }

    FunctionPointers pointers() {
        return pointers;
    }

    /** The functions of the file that a call may call: one, if it is by name; none, if it is another's. */
    List<IASTFunctionDefinition> called(IASTFunctionCallExpression call) {
        return Ast.callee(call).flatMap(file::function).map(List::of).orElseGet(() -> pointers.calledBy(call));
    }

    /** A pointer gets a task of which nothing is known: what is done to it from now on is left out. */
    void unknownTask(IBinding pointer) {
        unknownTasks.add(pointer);
    }

    /** Whether nothing is known of the task that a pointer names: somebody else sets it, or a call that is not modelled. */
    boolean isUnknownTask(IBinding pointer) {
        return unknownTasks.contains(pointer) || places.stores().isElsewhere(pointer);
    }

    /** Whether a function reads or writes memory that is freed somewhere. */
    boolean touchesFreed(IASTFunctionDefinition function) {
        return freed.isTouchedBy(function);
    }

    /** Whether memory of the module is freed somewhere. */
    boolean isFreed(IBinding memory) {
        return freed.contains(memory);
    }

    /** The memory of the module in which an object lies, if it is a field of a struct of which only one is allocated. */
    Optional<IBinding> memoryAround(Place place) {
        return place instanceof Variable variable && variable.binding() instanceof IField field
                ? places.memoryOf(field.getCompositeTypeOwner().getName())
                : Optional.empty();
    }

    /** The memory of the module that a place points to. */
    Optional<IBinding> memory(Place place) {
        return place instanceof Variable variable ? places.memory(variable.binding()) : Optional.empty();
    }

    /** An object is given to a function of which nothing is known; that matters if the object does. */
    void hand(IBinding object, String function, int line) {
        handed.add(new Handed(object, function, line));
    }

    private boolean isShared(IBinding object) {
        return objects.kind(object).filter(k -> k != SharedObject.Kind.MEMORY && !UserFiles.KINDS.contains(k)).isPresent();
    }

    /** Says which objects somebody unknown may do something to, once it is known which objects there are. */
    void handed() {
        handed.stream().filter(h -> isShared(h.object()))
                .forEach(h -> abstracted(Kind.UNMODELLED, h.line(), "what " + h.function() + " does to '"
                        + places.name(h.object()) + "' is unknown"));
    }

    /** A choice of somebody outside of the file. */
    Condition outside(String what) {
        outside.add(what);
        return Conditions.chance(what);
    }

    Set<String> outside() {
        return outside;
    }

    void abstracted(Kind kind, int line, String what) {
        abstractions.add(new Abstraction(kind, line, what));
    }

    SortedSet<Abstraction> abstractions() {
        return abstractions;
    }
}
