package dev.parley.cli.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A TCP server that handles each client as the test's script does, for misbehaviour that no real server shows. */
public final class ScriptedServer implements AutoCloseable {
    /** What happens to one client; the socket is closed afterwards. */
    public interface Script {
        void play(Socket client) throws IOException;
    }

    private final ServerSocket listener;

    public ScriptedServer(Script script) throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(() -> {
            while (!listener.isClosed()) {
                try (Socket client = listener.accept()) {
                    script.play(client);
                } catch (IOException _) {
                    // The client left, or the test is over: the loop's condition decides.
                }
            }
        });
    }

    public String at(String service) {
        return service + "://127.0.0.1:" + listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
