package dev.parley.cli.talk;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.client.ClientOptions;
import dev.parley.client.ServerAddress;
import dev.parley.core.Endpoint;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
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
     * Blocks until the server's port or socket refuses a connection.
     *
     * @throws Failure when it still takes one after the reply timeout
     */
    static void await(Endpoint endpoint, ClientOptions options) throws IOException, InterruptedException {
        SocketAddress address = ServerAddress.of(endpoint, options.connectTimeout());
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

    private static boolean refuses(SocketAddress address, Duration timeout) throws IOException {
        return address instanceof UnixDomainSocketAddress unix ? refuses(unix) : refusesTcp(address, timeout);
    }

    /** Its file is deleted, or was left behind. */
    private static boolean refuses(UnixDomainSocketAddress address) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.configureBlocking(false); // a server whose queue of connections is full would not refuse either
            channel.connect(address);
            return false;
        } catch (ConnectException e) {
            return true;
        } catch (SocketException e) {
            return Files.notExists(address.getPath());
        }
    }

    private static boolean refusesTcp(SocketAddress address, Duration timeout) throws IOException {
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
