/**
 * Documented bugs of thread stop, thread exit and module unload, each reduced to the contexts and the few calls that
 * make it go wrong; one class per subsystem. Where they are documented stands in the model files under
 * {@code models/real/}.
 *
 * <p>What a driver does on unbind, or a file system on unmount, is the module's exit here, unless both can happen.
 * Names are those of the code where it was, as far as they help to find it.
 */
package org.quiesce.catalog.real;
