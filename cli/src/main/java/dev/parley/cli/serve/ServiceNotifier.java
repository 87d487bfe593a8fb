package dev.parley.cli.serve;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Tells the service manager that started this process when it is ready, reloads, stops, and that it lives (sd_notify(3)).
 * Where none wants to know, nothing happens. Never blocks; any thread.
 */
final class ServiceNotifier implements AutoCloseable {
    /** Where no service manager wants to know. */
    static final ServiceNotifier NONE = new ServiceNotifier(Optional.empty(), false);

    private static final System.Logger LOG = System.getLogger("dev.parley.serve");
    private static final long NANOS_PER_MICRO = 1_000;

    private final Optional<NotifySocket> socket;
    private final boolean watched;

    private ServiceNotifier(Optional<NotifySocket> socket, boolean watched) {
        this.socket = socket;
        this.watched = watched;
    }

    /** As NOTIFY_SOCKET and WATCHDOG_USEC say. A socket that cannot be used is logged, and no reason not to serve. */
    static ServiceNotifier of(Map<String, String> environment) {
        String path = environment.getOrDefault("NOTIFY_SOCKET", "");
        if (path.isEmpty()) {
            return NONE;
        }
        try {
            String watchedProcess = environment.getOrDefault("WATCHDOG_PID", "");
            boolean watched = environment.containsKey("WATCHDOG_USEC")
                    && (watchedProcess.isEmpty()
                            || watchedProcess.equals(
                                    Long.toString(ProcessHandle.current().pid())));
            return new ServiceNotifier(Optional.of(NotifySocket.open(path)), watched);
        } catch (IllegalArgumentException | IllegalStateException e) {
            LOG.log(System.Logger.Level.WARNING, "nothing can be sent to NOTIFY_SOCKET: " + e.getMessage());
            return NONE;
        }
    }

    /** All listeners are up; or settings were read anew. */
    void ready() {
        send("READY=1");
    }

    /** Settings are being read anew; {@link #ready} ends that. */
    void reloading() {
        // nanoTime is CLOCK_MONOTONIC on Linux, the only system that has such a socket.
        send("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / NANOS_PER_MICRO);
    }

    /** The stop has begun, and may take so long. */
    void stopping(Duration atMost) {
        send("STOPPING=1\nEXTEND_TIMEOUT_USEC=" + atMost.toNanos() / NANOS_PER_MICRO);
    }

    /** The process can still do its work. For a manager that ends it otherwise. */
    void alive() {
        if (watched) {
            send("WATCHDOG=1");
        }
    }

    /** After the last message. */
    @Override
    public void close() {
        socket.ifPresent(NotifySocket::close);
    }

    private void send(String text) {
        socket.ifPresent(manager -> manager.send(text));
    }
}
