package org.quiesce.protocol;

import org.quiesce.protocol.OperationFamily.TearsDown;
import org.quiesce.protocol.OperationTrait.AboutNotifier;

/** Notifier chains. */
public sealed interface NotifierOperation extends Operation {

    /**
     * {@code blocking_notifier_chain_register()}, and what is called so of a certain chain, such as
     * {@code register_reboot_notifier()}: from now on the kernel may call the function.
     */
    record RegisterNotifier(String notifier) implements NotifierOperation, AboutNotifier {
        @Override
        public String c() {
            return "blocking_notifier_chain_register(&chain, &" + notifier + ")";
        }
    }

    /**
     * {@code blocking_notifier_chain_unregister()}: the function is not called any more, and not running when it
     * returns.
     */
    record UnregisterNotifier(String notifier) implements NotifierOperation, AboutNotifier, TearsDown {
        @Override
        public String c() {
            return "blocking_notifier_chain_unregister(&chain, &" + notifier + ")";
        }
    }
}
