/** The command line: parse arguments, call the workbench, print. The only room that knows of streams and terminals. */
package org.quiesce.cli;
