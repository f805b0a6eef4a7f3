package org.quiesce.csource;

import java.util.Optional;
import org.eclipse.cdt.core.dom.ILinkage;
import org.eclipse.cdt.core.dom.ast.DOMException;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.eclipse.cdt.core.dom.ast.IScope;
import org.eclipse.cdt.core.dom.ast.IType;
import org.eclipse.cdt.core.dom.ast.IValue;
import org.eclipse.cdt.core.dom.ast.IVariable;

/**
 * One of several that the C knows by one name.
 *
 * @param of    what there are several of
 * @param which of them, in words that can end a name
 * @param known of its type
 * @param around the element that a field is in
 */
record Instance(IVariable of, Kind kind, String which, CType known, Optional<Instance> around) implements IVariable {

    /** Why there are several. */
    enum Kind {
        /** An element of an array, or what one CPU has. */
        ELEMENT,
        /** A field of such an element. */
        FIELD,
        /** A local pointer, of which every program has its own. */
        OWN
    }

    static Instance element(IVariable array, int index) {
        CType type = CType.of(array);
        return new Instance(array, Kind.ELEMENT, String.valueOf(index),
                type.isArray() ? new CType(type.name(), type.pointers(), false)
                        : new CType(type.name(), Math.max(0, type.pointers() - 1), false), Optional.empty());
    }

    /** A variable that is one of several structs of its type. */
    static Instance only(IVariable struct) {
        return new Instance(struct, Kind.ELEMENT, struct.getName(), CType.of(struct), Optional.empty());
    }

    /** What one CPU has of a variable. */
    static Instance onCpu(IVariable variable, int cpu) {
        CType type = CType.of(variable);
        return new Instance(variable, Kind.ELEMENT, String.valueOf(cpu), type, Optional.empty());
    }

    static Instance field(IVariable field, Instance of) {
        return new Instance(field, Kind.FIELD, of.which, CType.of(field), Optional.of(of));
    }

    static Instance own(IVariable pointer, String program) {
        return new Instance(pointer, Kind.OWN, program, CType.of(pointer), Optional.empty());
    }

    /** Whether it is, or is in, an element of an array, and that is not one of the first. */
    boolean isElementFrom(int first) {
        return kind != Kind.OWN && which.matches("\\d+") && Integer.parseInt(which) >= first;
    }

    /** What the C declares, for an instance of it. */
    static IBinding declared(IBinding binding) {
        return binding instanceof Instance instance ? declared(instance.of) : binding;
    }

    @Override
    public String getName() {
        return kind == Kind.OWN ? of.getName() : of.getName() + "_" + which;
    }

    @Override
    public char[] getNameCharArray() {
        return getName().toCharArray();
    }

    @Override
    public IType getType() {
        return of.getType();
    }

    @Override
    public IValue getInitialValue() {
        return of.getInitialValue();
    }

    @Override
    public boolean isStatic() {
        return of.isStatic();
    }

    @Override
    public boolean isExtern() {
        return of.isExtern();
    }

    @Override
    public boolean isAuto() {
        return of.isAuto();
    }

    @Override
    public boolean isRegister() {
        return of.isRegister();
    }

    @Override
    public ILinkage getLinkage() {
        return of.getLinkage();
    }

    @Override
    public IBinding getOwner() {
        return of.getOwner();
    }

    @Override
    public IScope getScope() throws DOMException {
        return of.getScope();
    }

    @Override
    public <T> T getAdapter(Class<T> adapter) {
        return of.getAdapter(adapter);
    }
}
