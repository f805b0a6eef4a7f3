package org.quiesce.spec;

import static org.quiesce.tla.Tla.and;
import static org.quiesce.tla.Tla.at;
import static org.quiesce.tla.Tla.eq;
import static org.quiesce.tla.Tla.implies;
import static org.quiesce.tla.Tla.in;
import static org.quiesce.tla.Tla.name;
import static org.quiesce.tla.Tla.neq;
import static org.quiesce.tla.Tla.not;
import static org.quiesce.tla.Tla.num;
import static org.quiesce.tla.Tla.or;
import static org.quiesce.tla.Tla.str;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.quiesce.kernel.Outcome;
import org.quiesce.protocol.RcuOperation;
import org.quiesce.protocol.SharedObject;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Label;
import org.quiesce.protocol.step.LoweredProgram;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;
import org.quiesce.protocol.step.Vocabulary;
import org.quiesce.protocol.step.WorkerMicro;
import org.quiesce.tla.Definition;
import org.quiesce.tla.Expr;
import org.quiesce.tla.Tla;

/** What is left behind: references, objects, threads and locks. */
final class LeftoverFormulas {

    private static final Expr FREED = eq(name("module"), str("freed"));

    private final Facts facts;
    private final Kernel kernel;
    private final Quantifiers who;

    LeftoverFormulas(Facts facts, Kernel kernel) {
        this.facts = facts;
        this.kernel = kernel;
        this.who = new Quantifiers(facts, kernel);
    }

    // ---- references

    List<Definition> balanced(Property property) {
        List<Expr> parts = new ArrayList<>(List.of(neq(name("fault"), str(Outcome.REFCOUNT.code()))));
        if (!who.threads().isEmpty()) {
            parts.add(implies(FREED, who.every("t", who.threads(), t ->
                    implies(eq(at("pc", t), str(Label.GONE)), eq(at("usage", t), num(0))))));
        }
        if (!facts.hasVariable("refs")) {
            return List.of(Definition.of(property.id(), Tla.allOf(parts)));
        }
        List<Expr> rest = new ArrayList<>(List.of(eq(name("module"), str("live"))));
        if (!who.threads().isEmpty()) {
            rest.add(noneLives(who.threads()));
        }
        if (!who.fileOperations().isEmpty()) {
            rest.add(noneIsCalled());
        }
        rest.addAll(callbacksAtRest());
        parts.add(implies(name(Operator.AT_REST.symbol()), eq(name("refs"), num(1))));
        return List.of(
                Definition.of(Operator.AT_REST.symbol(), Tla.allOf(rest)),
                Definition.of(property.id(), Tla.allOf(parts)));
    }

    /** None is running, and none is due; of an interrupt nobody knows whether it comes. */
    private List<Expr> callbacksAtRest() {
        List<String> all = facts.callbacks();
        List<String> due = facts.dueCallbacks();
        List<Expr> rest = new ArrayList<>();
        if (all.equals(due)) {
            rest.add(who.every("c", all, c -> and(isIdle(c), not(at("armed", c)))));
        } else {
            rest.add(who.every("c", all, LeftoverFormulas::isIdle));
            rest.add(who.every("c", due, c -> not(at("armed", c))));
        }
        rest.add(who.every("c", facts.indices("timed"), c -> eq(at("timed", c), str("off"))));
        return rest.stream().filter(claim -> !claim.equals(Tla.TRUE)).toList();
    }

    private static Expr isIdle(Expr callback) {
        return eq(at("pc", callback), str(Label.IDLE));
    }

    private Expr noneLives(List<String> threads) {
        return who.every("t", threads, t -> in(at("pc", t), Facts.strings(List.of(Label.NONE, Label.GONE))));
    }

    private Expr noneIsCalled() {
        return who.every("c", who.fileOperations(), c ->
                in(at("pc", c), Facts.strings(List.of(Label.IDLE, Label.DONE))));
    }

    /**
     * Such a moment comes again and again, unless somebody uses it. Where there are users or an environment it need only
     * come if nobody is left who might let go.
     */
    Expr unloadPossible() {
        if (!facts.hasVariable("refs") || !facts.lowered().does(Micro.UnloadRequest.class)) {
            return PropertyFormulas.isLeft("live");
        }
        List<Expr> pinned = new ArrayList<>(List.of(eq(name("module"), str("live"))));
        if (!Property.nobodyElsePuts(facts.lowered())) {
            List<String> putters = facts.contextsAt(Micro.ModulePut.class).stream()
                    .filter(who.threads()::contains)
                    .toList();
            Stream.of(noneIsCalled(), noneLives(putters)).filter(claim -> !claim.equals(Tla.TRUE)).forEach(pinned::add);
        }
        return PropertyFormulas.comesTo(eq(name("refs"), num(1)), Tla.allOf(pinned));
    }

    // ---- objects and threads

    Expr nothingLeaked() {
        List<Expr> parts = new ArrayList<>(List.of(nothingLeftBehind()));
        objects(SharedObject.Memory.class).forEach(memory -> parts.add(keepsPointer(memory, "valid",
                micro -> micro instanceof Micro.AllocateMemory m && m.memory().equals(memory))));
        objects(SharedObject.Workqueue.class).forEach(queue -> parts.add(keepsPointer(queue, "live",
                micro -> micro instanceof Micro.AllocateWorkqueue m && m.queue().equals(queue))));
        createdWorkers().forEach(worker ->
                parts.add(keepsPointer(worker, "live", new WorkerMicro.WorkerSetUp(worker)::equals)));
        return Tla.allOf(parts.stream().filter(claim -> !claim.equals(Tla.TRUE)).toList());
    }

    /** Nobody is about to allocate an object anew that is there. */
    private Expr keepsPointer(String object, String there, Predicate<Micro> allocates) {
        List<Step> allocations =
                facts.lowered().steps().filter(s -> s.micros().stream().anyMatch(allocates)).toList();
        List<String> labels = allocations.stream().map(Step::label).toList();
        return allocations.isEmpty()
                ? Tla.TRUE
                : implies(eq(name(object), str(there)),
                        who.every("c", facts.contextsAt(allocations), c -> Facts.isNoneOf(at("pc", c), labels)));
    }

    private Expr nothingLeftBehind() {
        List<Expr> parts = new ArrayList<>();
        objects(SharedObject.Memory.class).forEach(memory -> parts.add(isFreedOrWillBe(memory)));
        objects(SharedObject.Workqueue.class).forEach(queue ->
                parts.add(Facts.isNoneOf(name(queue), List.of("live", "draining"))));
        createdWorkers().forEach(worker -> parts.add(neq(name(worker), str("live"))));
        if (!who.threads().isEmpty()) {
            parts.add(who.every("t", who.threads(), t -> not(and(
                    eq(at("pc", t), str(Label.BORN)), at("asleep", t)))));
        }
        for (LoweredProgram program : facts.lowered().programs()) {
            List<String> loops = program.coreLoops();
            if (!loops.isEmpty()) {
                parts.add(who.every("t", program.contexts(), t -> Facts.isNoneOf(at("pc", t), loops)));
            }
        }
        return parts.isEmpty() ? Tla.TRUE : implies(FREED, Tla.and(parts));
    }

    private Expr isFreedOrWillBe(String memory) {
        Expr gone = neq(name(memory), str("valid"));
        String callback = RcuOperation.afterGracePeriod(memory);
        return facts.callbacks().contains(callback)
                ? or(gone, at("armed", name(callback)), not(isIdle(name(callback))))
                : gone;
    }

    private List<String> createdWorkers() {
        return objects(SharedObject.KthreadWorker.class).stream()
                .filter(worker -> facts.micros().anyMatch(new WorkerMicro.WorkerSetUp(worker)::equals))
                .toList();
    }

    private List<String> objects(Class<? extends SharedObject> kind) {
        return facts.lowered().protocol().objects(kind).stream().map(SharedObject::name).toList();
    }

    // ---- locks

    /** Whoever holds one is in module text, or comes back to it. */
    Expr locksReleased() {
        List<Expr> claims = new ArrayList<>();
        Stream.concat(objects(SharedObject.Mutex.class).stream(), objects(SharedObject.Spinlock.class).stream())
                .filter(lock -> facts.micros().anyMatch(micro -> takes(micro, lock)))
                .forEach(lock -> claims.add(or(eq(name(lock), name(Vocabulary.NONE)), owned(name(lock)))));
        for (String lock : objects(SharedObject.ReadersAndWriter.class)) {
            List<String> holders = facts.indices(lock).stream().filter(this::isOfModule).toList();
            if (!holders.isEmpty()) {
                claims.add(who.every("c", holders, c -> or(
                        eq(at(lock, c), str(Vocabulary.NONE)), kernel.call(Operator.IN_MODULE_TEXT, c))));
            }
        }
        return facts.hasVariable("oopsed")
                ? or(name("oopsed"), Tla.parens(Tla.and(claims)))
                : Tla.allOf(claims);
    }

    private Expr owned(Expr owner) {
        List<String> outside = facts.lowered().contexts().stream().filter(c -> !isOfModule(c)).toList();
        Expr inside = kernel.call(Operator.IN_MODULE_TEXT, owner);
        return outside.isEmpty() ? inside : or(in(owner, Facts.literalSet(outside)), inside);
    }

    private boolean isOfModule(String context) {
        return facts.lowered().programOf(context).program().isOfModule();
    }

    private static boolean takes(Micro micro, String lock) {
        return micro instanceof Micro.Acquire m && m.lock().equals(lock)
                || micro instanceof Micro.AcquireUnlessSignalled i && i.lock().equals(lock)
                || micro instanceof Micro.TryAcquire t && t.lock().equals(lock);
    }
}
