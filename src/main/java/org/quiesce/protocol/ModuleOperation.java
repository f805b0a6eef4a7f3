package org.quiesce.protocol;

import org.quiesce.protocol.OperationFamily.CountsReference;
import org.quiesce.protocol.OperationTrait.YieldsNumber;

/** References on the module. */
public sealed interface ModuleOperation extends Operation {

    /** {@code try_module_get(THIS_MODULE)}: yields 1 if it took a reference, else 0. */
    record TryModuleGet() implements ModuleOperation, YieldsNumber, CountsReference {
        @Override
        public String c() {
            return "try_module_get(THIS_MODULE)";
        }

        @Override
        public int success() {
            return 1;
        }
    }

    /** {@code __module_get(THIS_MODULE)}: takes a reference whatever the module's state; it can't refuse. */
    record UncheckedModuleGet() implements ModuleOperation, CountsReference {
        @Override
        public String c() {
            return "__module_get(THIS_MODULE)";
        }
    }

    /** {@code module_put(THIS_MODULE)}. */
    record ModulePut() implements ModuleOperation, CountsReference {
        @Override
        public String c() {
            return "module_put(THIS_MODULE)";
        }
    }
}
