package dev.parley.cli.talk;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.client.ClientOptions;
import dev.parley.client.ServerAddress;
import dev.parley.core.Endpoint;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Makes sure that a server has obeyed a request to stop. A closed connection is not enough: a server that
 * cannot be stopped closes one too. A refused connection is the proof.
 */
final class GoneServer {
    private static final long FIRST_PAUSE_MILLIS = 10;
    private static final long LONGEST_PAUSE_MILLIS = 250;

    private GoneServer() {}

    /**
     * Blocks until the server's port refuses a connection.
     *
     * @throws Failure when it still takes one after the reply timeout
     */
    static void await(Endpoint endpoint, ClientOptions options) throws IOException, InterruptedException {
        InetSocketAddress address = ServerAddress.of(endpoint, options.connectTimeout());
        long deadlineNanos = System.nanoTime() + options.replyTimeout().toNanos();
        long pauseMillis = FIRST_PAUSE_MILLIS;
        while (!refuses(address, options.connectTimeout())) {
            if (System.nanoTime() - deadlineNanos >= 0) {
                throw new Failure(
                        ExitCode.FAILED,
                        endpoint + " closed the connection, and still takes others after "
                                + options.replyTimeout().toMillis() + " ms: it did not stop");
            }
            TimeUnit.MILLISECONDS.sleep(pauseMillis);
            pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
        }
    }

    private static boolean refuses(InetSocketAddress address, Duration timeout) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(address, (int) timeout.toMillis());
            return false;
        } catch (ConnectException e) {
            return true;
        } catch (IOException e) { // no answer, or reset at once: neither means that no server listens
            return false;
        }
    }
}
