package dev.parley.engine.jdk;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What wakes virtual threads that wait for sockets. The JDK makes it when the first one waits, and needs descriptors for it:
 * when there are none left by then, it fails for good, and every virtual thread that ever waits for a socket fails with it.
 */
final class VirtualPolling {
    /** Longer than it takes unless other virtual threads occupy every carrier; then they will have waited for a socket already. */
    private static final long PATIENCE_MILLIS = 1000;

    /** Once in a process, as the JDK does it. */
    private static final class Once {
        private static final String FAILURE = attempt(); // empty when it worked
    }

    private VirtualPolling() {}

    /** Has one virtual thread wait for a socket, for a millisecond, while there are descriptors. */
    static void preload() throws IOException {
        if (!Once.FAILURE.isEmpty()) {
            throw new IOException("virtual threads cannot wait for sockets: " + Once.FAILURE);
        }
    }

    private static String attempt() {
        FutureTask<@Nullable Void> waiting = new FutureTask<>(VirtualPolling::waitForNobody);
        Thread.ofVirtual().name("preload").start(waiting);
        try {
            waiting.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return "";
        } catch (ExecutionException e) {
            return String.valueOf(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return "";
    }

    private static @Nullable Void waitForNobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            socket.setSoTimeout(1);
            socket.accept().close();
        } catch (SocketTimeoutException e) {
            return null; // as it should
        }
        return null;
    }
}
