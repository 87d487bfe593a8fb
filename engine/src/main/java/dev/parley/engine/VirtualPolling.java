package dev.parley.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.concurrent.FutureTask;

/**
 * What wakes virtual threads that wait for sockets. The JDK makes it when the first one waits, and needs descriptors for it: when
 * there are none left by then, it fails for good, and every virtual thread that ever waits for a socket fails with it.
 */
final class VirtualPolling {
    private VirtualPolling() {}

    /** Has one virtual thread wait for a socket, for a millisecond, while there are descriptors. */
    static void preload() throws IOException {
        FutureTask<Void> waiting = new FutureTask<>(VirtualPolling::waitForNobody, null);
        Thread.ofVirtual().name("parley-preload").start(waiting);
        try {
            waiting.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IOException("virtual threads cannot wait for sockets: " + e.getCause(), e);
        }
    }

    private static void waitForNobody() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            socket.setSoTimeout(1);
            socket.accept().close();
        } catch (SocketTimeoutException e) {
            return; // as it should
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
