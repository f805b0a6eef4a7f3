/**
 * Plain facts about kernels: profiles and what changes between them, outcomes that a real kernel shows, the functions
 * that threads live by.
 */
package org.quiesce.kernel;
