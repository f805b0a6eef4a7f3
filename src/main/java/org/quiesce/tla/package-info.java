/** TLA+ syntax trees, their builders and their layout. Knows nothing of kernels. */
package org.quiesce.tla;
