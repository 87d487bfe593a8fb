package dev.parley.load;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A TCP server that handles each request as the test's script does. Messages have one length byte. */
final class ScriptedServer implements AutoCloseable {
    /** What becomes of one request. */
    interface Script {
        /** Serves one request; {@code number} counts over all connections, from 0. */
        void serve(int number, byte[] request, Socket connection) throws IOException;
    }

    private final ServerSocket listener;
    private final Thread accepting;
    private final Script script;
    private final AtomicInteger requests = new AtomicInteger();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();

    ScriptedServer(Script script) throws IOException {
        this(script, new ServerSocket(0, 100, InetAddress.getLoopbackAddress()));
    }

    /** On a listener of the test's own, which is closed with it. */
    ScriptedServer(Script script, ServerSocket listener) {
        this.listener = listener;
        this.script = script;
        this.accepting = Thread.ofVirtual().start(this::accept);
    }

    static void reply(Socket connection, byte[] message) throws IOException {
        byte[] framed = new byte[message.length + 1];
        framed[0] = (byte) message.length;
        System.arraycopy(message, 0, framed, 1, message.length);
        OutputStream out = connection.getOutputStream();
        out.write(framed);
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = listener.accept();
                connection.setTcpNoDelay(true);
                connections.add(connection);
                Thread.ofVirtual().start(() -> converse(connection));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void converse(Socket connection) {
        try (connection) {
            DataInputStream in = new DataInputStream(connection.getInputStream());
            for (int length = in.read(); length >= 0; length = in.read()) {
                byte[] request = new byte[length];
                in.readFully(request);
                script.serve(requests.getAndIncrement(), request, connection);
            }
        } catch (IOException e) {
            // the peer has gone, or the test is over
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    int requests() {
        return requests.get();
    }

    /** Nobody who comes later is accepted. */
    @Override
    public void close() throws IOException {
        listener.close();
        try {
            accepting.join(); // until it has woken up, the listener takes connections
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Socket connection : connections) {
            connection.close();
        }
    }
}
