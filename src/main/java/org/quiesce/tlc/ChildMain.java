package org.quiesce.tlc;

import java.io.Closeable;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.rmi.server.RMISocketFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * The main class of the child JVM: starts another main class, and ends the JVM when the parent is gone.
 *
 * <p>The parent holds the child's standard input open and never writes to it. When the parent dies, however it dies,
 * the system closes the pipe, and the watchdog reads the end of file. It then deletes the directory of the run, which
 * nobody else is left to do, and halts.
 *
 * <p>A JVM that exits waits 0.3 s for threads that are inside a system call, which is half the time of a small run.
 * There are two: the watchdog, and one that TLC starts to accept RMI calls from other machines, which never come here.
 * So an orderly exit first closes what they wait for. For the same reason, and because nobody but this machine should
 * be able to call, RMI gets its sockets from here.
 *
 * <p>This one class file is all of Quiesce that the child gets; it must not use another class of ours, nor lambdas.
 */
public final class ChildMain extends RMISocketFactory implements Runnable {
    /** Names the system property with the directory of the run. */
    static final String RUN_DIRECTORY = "quiesce.run";

    private static final String SHUTDOWN = "quiesce-shutdown";
    private static final int ORPHANED = 129;
    private static final int MOST_WAITING = 50;

    private final FileChannel input = new FileInputStream(FileDescriptor.in).getChannel();
    private final List<Closeable> waitedFor = new ArrayList<>(List.of(input));

    private ChildMain() {}

    /** Takes the name of the main class and its arguments. */
    public static void main(String[] args) throws Throwable {
        ChildMain here = new ChildMain();
        Thread watchdog = new Thread(here, "quiesce-watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
        Runtime.getRuntime().addShutdownHook(new Thread(here, SHUTDOWN));
        RMISocketFactory.setSocketFactory(here);
        String[] rest = new String[args.length - 1];
        System.arraycopy(args, 1, rest, 0, rest.length);
        try {
            Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object) rest);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return new Socket(host, port);
    }

    @Override
    public ServerSocket createServerSocket(int port) throws IOException {
        ServerSocket socket = new ServerSocket(port, MOST_WAITING, InetAddress.getLoopbackAddress());
        synchronized (waitedFor) {
            waitedFor.add(socket);
        }
        return socket;
    }

    @Override
    public void run() {
        if (Thread.currentThread().getName().equals(SHUTDOWN)) {
            closeAll();
        } else {
            awaitEndOfParent();
        }
    }

    private void closeAll() {
        synchronized (waitedFor) {
            for (Closeable each : waitedFor) {
                try {
                    each.close();
                } catch (IOException e) {
                    // The exit takes a little longer, that is all.
                }
            }
        }
    }

    private void awaitEndOfParent() {
        try {
            ByteBuffer nothing = ByteBuffer.allocate(16);
            while (input.read(nothing.clear()) >= 0) {
                // Nothing is ever sent.
            }
        } catch (ClosedChannelException e) {
            return;
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
