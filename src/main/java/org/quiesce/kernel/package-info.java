/** Plain facts about kernels: profiles and what changes between them, outcomes that a real kernel shows. */
package org.quiesce.kernel;
