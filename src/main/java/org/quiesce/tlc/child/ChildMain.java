package org.quiesce.tlc.child;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The main class of the child JVM: runs what the parent asks for, one after the other, and ends the JVM when the parent
 * is gone.
 *
 * <p>The parent writes requests to the child's standard input: a number of words, and the words, which are the name of
 * a main class and its arguments; no words at all mean that the child is to exit. What the class prints goes to the
 * child's own streams. When it is done, a line with the mark that the parent has given follows on both of them; the one
 * on standard output has the exit status, and whether the child can be asked again. A class that is not TLC itself, or
 * a TLC that can't be started over, ends the JVM instead, as it would on the command line.
 *
 * <p>The parent holds the standard input open. When it dies, however it dies, the system closes the pipe, and the
 * listener reads the end of file. It then deletes the directory of the child, which nobody else is left to do, and
 * halts.
 *
 * <p>This package is all of Quiesce that the child gets; it must not use other classes of ours, nor lambdas, which
 * would cost as much time as all else here.
 */
public final class ChildMain implements Runnable {
    /** Names the system property with the directory of the child. */
    public static final String RUN_DIRECTORY = "quiesce.run";

    /** The word after the mark and the exit status: the child takes another request. */
    public static final String READY = "ready";

    /** The word after the mark and the exit status: the child is of no more use. */
    public static final String SPENT = "spent";

    private static final int ORPHANED = 129;
    private static final int BUFFER = 1 << 14;

    private final String mark;
    private final FileChannel input = new FileInputStream(FileDescriptor.in).getChannel();
    private final Sockets sockets = new Sockets(input);
    private final LinkedBlockingQueue<List<String>> requests = new LinkedBlockingQueue<>();

    private ChildMain(String mark) {
        this.mark = mark;
    }

    /** Takes the mark, the path of the jar with TLC, and the options of TLC's runs; none if TLC is not to be run. */
    public static void main(String[] args) throws Throwable {
        List<String> options = List.of(args).subList(2, args.length);
        ChildMain here = new ChildMain(args[0]);
        here.listenToParent();
        here.sockets.install();
        Optional<RepeatableTlc> tlc = options.isEmpty() ? Optional.empty() : prepared(Path.of(args[1]), options);
        while (true) {
            List<String> request = here.requests.take();
            if (request.isEmpty()) {
                System.exit(0);
            } else if (tlc.isPresent()) {
                here.repeatable(tlc.get(), request);
            } else {
                once(request);
            }
        }
    }

    /** TLC prints while it is prepared, which belongs to no run. */
    private static Optional<RepeatableTlc> prepared(Path jar, List<String> options) {
        Gate gate = new Gate(new FileOutputStream(FileDescriptor.out));
        // The stream that the JVM comes with makes a system call of every 128 bytes.
        System.setOut(new PrintStream(new BufferedOutputStream(gate, BUFFER), true, StandardCharsets.UTF_8));
        Optional<RepeatableTlc> tlc = RepeatableTlc.in(jar, options);
        System.out.flush();
        gate.open();
        return tlc;
    }

    /** All classes that the child needs, of ours. */
    public static List<Class<?>> classes() {
        List<Class<?>> all = new ArrayList<>();
        for (Class<?> each : List.of(ChildMain.class, Gate.class, LeftThreads.class, RepeatableTlc.class, Sockets.class,
                Statics.class, TlcClasses.class)) {
            all.addAll(List.of(each.getNestMembers()));
        }
        return all;
    }

    private void listenToParent() {
        Thread listener = new Thread(this, "quiesce-listener");
        listener.setDaemon(true);
        listener.start();
    }

    private void repeatable(RepeatableTlc tlc, List<String> request) throws Throwable {
        int status;
        try {
            status = tlc.run(arguments(request));
        } catch (Throwable e) {
            // TLC leaves threads that would keep this JVM alive.
            e.printStackTrace();
            System.exit(1);
            return;
        }
        String next = tlc.canRunAgain() ? READY : SPENT;
        // What was printed last need not have ended its line.
        System.err.print("\n" + mark + "\n");
        System.err.flush();
        System.out.print("\n" + mark + status + " " + next + "\n");
        System.out.flush();
    }

    private static void once(List<String> request) throws Throwable {
        try {
            Class.forName(request.get(0)).getMethod("main", String[].class).invoke(null, (Object) arguments(request));
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
        System.out.flush();
        System.exit(0);
    }

    private static String[] arguments(List<String> request) {
        return request.subList(1, request.size()).toArray(new String[0]);
    }

    /** Reads requests until the parent is gone. */
    @Override
    public void run() {
        try (DataInputStream words = new DataInputStream(new BufferedInputStream(Channels.newInputStream(input)))) {
            while (true) {
                int count = words.readInt();
                List<String> request = new ArrayList<>(count);
                for (int i = 0; i < count; i++) {
                    request.add(words.readUTF());
                }
                requests.add(request);
            }
        } catch (ClosedChannelException e) {
            return; // This JVM exits.
        } catch (IOException e) {
            // The end of the input, or a broken pipe, which tells the same.
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
