package dev.parley.cli.serve;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.core.Endpoint;
import dev.parley.core.Peer;
import dev.parley.engine.CloseReason;
import dev.parley.engine.ServerGroup;
import dev.parley.engine.ServerListener;
import dev.parley.result.JsonDocument;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How {@code serve} ends: once, whatever the cause (a signal, a client, standard input, a thread that died), within the drain time
 * or by the {@link Watchdog}. Safe for any thread.
 */
final class Shutdown implements ServerListener, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.parley.serve");

    /** Ends of a conversation that is owed a reply, though its peer did not ask for that by leaving. */
    private static final Set<CloseReason> REPLY_LOST = Collections.unmodifiableSet(EnumSet.of(
            CloseReason.WRITE_TIMEOUT,
            CloseReason.REPLY_TIMEOUT,
            CloseReason.PEER_GONE,
            CloseReason.SERVICE_FAILED,
            CloseReason.INTERNAL_ERROR));

    private final Duration drain;
    private final Duration delay;
    private final Watchdog watchdog;
    private final ServiceNotifier notifier;
    private final CountDownLatch begun = new CountDownLatch(1);
    private final AtomicInteger drained = new AtomicInteger();
    private final AtomicInteger cut = new AtomicInteger();
    /** Of those that were cut, before the drain time was over. */
    private final Map<CloseReason, Integer> repliesLost = new ConcurrentHashMap<>();

    private volatile boolean failed;

    /**
     * Starts the watchdog.
     *
     * @param delay between the beginning and the end of listening
     * @param notifier tells when it begins
     */
    Shutdown(Duration drain, Duration delay, ServiceNotifier notifier) {
        this.drain = drain;
        this.delay = delay;
        this.notifier = notifier;
        this.watchdog = Watchdog.ofProcess(drain.plus(delay), this::withoutThreads, notifier::alive);
    }

    /** Lets {@link #await} return. Never blocks. */
    void begin() {
        watchdog.stopBegan();
        boolean first = begun.getCount() > 0;
        begun.countDown();
        if (first) {
            notifier.stopping(drain.plus(delay).plus(Watchdog.MARGIN));
        }
    }

    /** How long it may take once it has begun. */
    Duration longest() {
        return drain.plus(delay);
    }

    /** Waits until someone begins. */
    void await() throws InterruptedException {
        begun.await();
    }

    /** Waits while clients are sent elsewhere; not where something is wrong. */
    void delay() throws InterruptedException {
        if (!failed) {
            Thread.sleep(delay);
        }
    }

    /** What remains of the process ends in order, and its exit code says that something was wrong. */
    @Override
    public void serverFailed(Throwable cause) {
        fail("a thread that the server needs has died: " + cause);
    }

    private void withoutThreads() {
        fail("no thread could be started for " + Watchdog.FAILED_PROBES + " s, so that signals would not be obeyed");
    }

    private void fail(String reason) {
        failed = true;
        begin(); // before the line, which may fail too
        LOG.log(System.Logger.Level.ERROR, reason + "; ending");
    }

    @Override
    public void closed(Peer peer, CloseReason reason) {
        if (begun.getCount() == 0) {
            boolean lost = REPLY_LOST.contains(reason);
            if (lost) {
                repliesLost.merge(reason, 1, Integer::sum);
            }
            (lost || reason == CloseReason.SERVER_STOPPED || reason == CloseReason.KICKED ? cut : drained)
                    .incrementAndGet();
        }
    }

    /** Stops the servers; blocks until they have ended. Gives the exit code. */
    int end(ServerGroup servers, Console console, boolean json) {
        begin();
        List<Endpoint> forced = servers.stop(drain);
        String conversations = drained + (drained.get() == 1 ? " conversation" : " conversations") + " drained";
        if (forced.isEmpty() && cut.get() == 0) {
            LOG.log(System.Logger.Level.INFO, "stopped: " + conversations);
        } else {
            LOG.log(System.Logger.Level.WARNING, "stopped: " + conversations + ", " + cut + " cut");
        }
        forced.forEach(endpoint -> console.say("parley serve: " + endpoint + " was not done within " + drain.toMillis()
                + " ms; its last conversations were cut (--drain)"));
        repliesLost.forEach((reason, count) -> console.say("parley serve: " + count
                + (count == 1 ? " conversation was" : " conversations were") + " cut in the stop with replies owed: "
                + reason));
        boolean orderly = !failed && forced.isEmpty() && repliesLost.isEmpty();
        int exitCode = orderly ? ExitCode.OK : ExitCode.FAILED;
        if (json) {
            console.print(JsonDocument.line(ServeLine.Stopped.of(drained.get(), cut.get(), forced, exitCode)));
        }
        return exitCode;
    }

    @Override
    public void close() {
        watchdog.close();
    }
}
