package dev.parley.testkit;

import dev.parley.engine.RunningServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Lets plain peers talk to a TLS server, so that what is tested without TLS can be tested with it, unchanged. The TLS side is the JDK's
 * own {@code SSLSocket}, which shares no code of ours.
 *
 * <pre>{@code
 *   plain peer                          TLS server
 *   end of stream    <-- both ways -->  close_notify
 *   reset            <-- both ways -->  reset
 *   reset            <----------------  end without close_notify, refused handshake
 * }</pre>
 *
 * A connection is made from the peer's own address.
 */
public final class TlsBridge implements AutoCloseable {
    static { // else SSLSocket takes an end without close_notify for a normal one
        System.setProperty("com.sun.net.ssl.requireCloseNotify", "true");
    }

    private final InetSocketAddress server;
    private final SSLContext context;
    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    private TlsBridge(InetSocketAddress server, SSLContext context) throws IOException {
        this.server = server;
        this.context = context;
        this.listener = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
    }

    /** Opens a bridge to this server. */
    public static TlsBridge to(RunningServer server, SSLContext context) throws IOException {
        TlsBridge bridge = new TlsBridge(ContractCase.addressOf(server), context);
        Thread.ofVirtual().start(bridge::accept);
        return bridge;
    }

    /** Where plain peers connect. */
    public int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket peer = listener.accept();
                Socket raw = new Socket();
                sockets.add(peer);
                sockets.add(raw);
                if (connected(
                        peer, raw)) { // here, so that they come to the server in the order in which they came to us
                    Thread.ofVirtual().start(() -> carry(peer, raw));
                }
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private boolean connected(Socket peer, Socket raw) {
        try {
            peer.setTcpNoDelay(true);
            raw.setTcpNoDelay(true);
            raw.bind(new InetSocketAddress(peer.getInetAddress(), 0));
            raw.connect(server);
            return true;
        } catch (IOException e) {
            reset(raw);
            reset(peer);
            return false;
        }
    }

    private void carry(Socket peer, Socket raw) {
        try {
            SSLSocket tls = (SSLSocket) context.getSocketFactory()
                    .createSocket(raw, server.getAddress().getHostAddress(), server.getPort(), true);
            tls.startHandshake();
            Thread toServer = Thread.ofVirtual().start(() -> carry(peer, tls, () -> tls.shutdownOutput(), peer, raw));
            carry(tls, peer, peer::shutdownOutput, peer, raw);
            toServer.join();
            raw.close();
            peer.close();
        } catch (IOException e) {
            reset(raw);
            reset(peer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.remove(peer);
            sockets.remove(raw);
        }
    }

    private interface End {
        void run() throws IOException;
    }

    private static void carry(Socket from, Socket to, End end, Socket peer, Socket raw) {
        byte[] some = new byte[16 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(some); n >= 0; n = in.read(some)) {
                out.write(some, 0, n);
            }
            end.run();
        } catch (IOException e) {
            reset(raw);
            reset(peer);
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException _) {
            // It is gone already.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        sockets.forEach(TlsBridge::reset);
    }
}
