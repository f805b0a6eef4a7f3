/** A finished result as plain values, which a page, other formats and other programs are made of, and its JSON. */
package org.quiesce.result;
