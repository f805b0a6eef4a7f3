/** Files that belong together as evidence, with their checksums: in a directory, or in a zip file of equal bytes for equal files. */
package org.quiesce.bundle;
