/** A finished result as one HTML file that needs nothing else. */
package org.quiesce.page;
