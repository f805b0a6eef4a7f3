package org.quiesce.tlc;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;

/**
 * The main class of the child JVM: starts another main class, and ends the JVM when the parent is gone.
 *
 * <p>The parent holds the child's standard input open and never writes to it. When the parent dies, however it dies,
 * the system closes the pipe, and the watchdog reads the end of file. It then deletes the directory of the run, which
 * nobody else is left to do, and halts.
 *
 * <p>This one class file is all of Quiesce that the child gets; it must not use another class of ours, nor lambdas.
 */
public final class ChildMain implements Runnable {
    /** Names the system property with the directory of the run. */
    static final String RUN_DIRECTORY = "quiesce.run";

    private static final int ORPHANED = 129;

    private ChildMain() {}

    /** Takes the name of the main class and its arguments. */
    public static void main(String[] args) throws Throwable {
        Thread watchdog = new Thread(new ChildMain(), "quiesce-watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
        String[] rest = new String[args.length - 1];
        System.arraycopy(args, 1, rest, 0, rest.length);
        try {
            Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object) rest);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Override
    public void run() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is ever sent.
            }
        } catch (IOException e) {
            // A broken pipe tells the same as its end.
        }
        String directory = System.getProperty(RUN_DIRECTORY);
        if (directory != null) {
            // Twice, as TLC still writes.
            delete(new File(directory));
            delete(new File(directory));
        }
        Runtime.getRuntime().halt(ORPHANED);
    }

    private static void delete(File file) {
        File[] children = file.listFiles();
        if (children != null) {
            for (File child : children) {
                delete(child);
            }
        }
        file.delete();
    }
}
