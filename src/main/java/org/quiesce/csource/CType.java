package org.quiesce.csource;

import java.util.Set;
import org.eclipse.cdt.core.dom.ast.IArrayType;
import org.eclipse.cdt.core.dom.ast.IBasicType;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.eclipse.cdt.core.dom.ast.ICompositeType;
import org.eclipse.cdt.core.dom.ast.IEnumeration;
import org.eclipse.cdt.core.dom.ast.IPointerType;
import org.eclipse.cdt.core.dom.ast.IQualifierType;
import org.eclipse.cdt.core.dom.ast.IType;
import org.eclipse.cdt.core.dom.ast.ITypedef;
import org.eclipse.cdt.core.dom.ast.IVariable;

/**
 * A type, as far as it says what something is.
 *
 * @param name     of the struct without {@code struct}, {@code int} for a number, or {@value #UNKNOWN}
 * @param pointers how many pointers lead to it
 */
record CType(String name, int pointers, boolean isArray) {

    static final String NUMBER = "int";
    static final String UNKNOWN = "?";

    /** Structs whose typedef says more. */
    private static final Set<String> COUNTERS = Set.of("atomic_t", "atomic_long_t", "atomic64_t", "refcount_t");

    static CType of(IBinding binding) {
        if (binding instanceof Instance instance) {
            return instance.known();
        }
        return binding instanceof IVariable variable ? of(variable.getType()) : new CType(UNKNOWN, 0, false);
    }

    static CType of(IType type) {
        if (type instanceof IPointerType pointer) {
            CType to = of(pointer.getType());
            return new CType(to.name, to.pointers + 1, to.isArray);
        } else if (type instanceof IArrayType array) {
            CType of = of(array.getType());
            return new CType(of.name, of.pointers, true);
        } else if (type instanceof IQualifierType qualified) {
            return of(qualified.getType());
        } else if (type instanceof ITypedef typedef) {
            return COUNTERS.contains(typedef.getName())
                    ? new CType("atomic_t", 0, false)
                    : typedef.getName().equals(AllocationFlags.TYPE)
                    ? new CType(AllocationFlags.TYPE, 0, false)
                    : of(typedef.getType());
        } else if (type instanceof ICompositeType struct) {
            return new CType(struct.getName(), 0, false);
        }
        return new CType(type instanceof IBasicType || type instanceof IEnumeration ? NUMBER : UNKNOWN, 0, false);
    }

    boolean is(String struct) {
        return name.equals(struct);
    }

    /** Whether a single number is stored there. */
    boolean isScalar() {
        return pointers == 0 && !isArray && (name.equals(NUMBER) || name.equals("atomic_t"));
    }

    boolean isPointerToStruct() {
        return pointers == 1 && !name.equals(NUMBER) && !name.equals(UNKNOWN);
    }
}
