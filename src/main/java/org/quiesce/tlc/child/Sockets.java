package org.quiesce.tlc.child;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.rmi.server.RMISocketFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives RMI its sockets, and closes at the exit what threads wait for.
 *
 * <p>A JVM that exits waits 0.3 s for threads that are inside a system call, which is as long as a small run takes.
 * There are two: the one that listens to the parent, and one that TLC starts to accept RMI calls from other machines,
 * which never come here. So an orderly exit first closes what they wait for. For the same reason, and because nobody but
 * this machine should be able to call, RMI gets its sockets from here.
 */
final class Sockets extends RMISocketFactory implements Runnable {
    private static final int MOST_WAITING = 50;

    private final List<Closeable> waitedFor = new ArrayList<>();

    Sockets(Closeable input) {
        waitedFor.add(input);
    }

    void install() throws IOException {
        Runtime.getRuntime().addShutdownHook(new Thread(this, "quiesce-shutdown"));
        RMISocketFactory.setSocketFactory(this);
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
}
