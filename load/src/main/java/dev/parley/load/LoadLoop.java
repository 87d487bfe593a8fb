package dev.parley.load;

import dev.parley.result.Counter;
import dev.parley.result.Outcome;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * An event loop that sends on time. It walks through the schedule; a request that comes due is sent by its client, or waits
 * for its turn there. Until the next one is due it parks in select while there is time, then spins: a parked thread is
 * woken some 50 to 1,000 us late, a spinning one is not.
 */
final class LoadLoop implements Runnable {
    /** With less than this to go the loop spins. */
    private static final long SPIN_NANOS = 1_500_000L;
    /** So much earlier than needed a park ends, since it may end that much later than requested. */
    private static final long PARK_MARGIN_NANOS = 500_000L;

    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final int CONNECTING_AT_ONCE = 64;
    /** More are due at once only where the rate is out of reach; replies and a stop must not wait behind all of them. */
    private static final int DUE_AT_ONCE = 1024;

    private static final long SWEEPS_PER_TIMEOUT = 20;
    private static final long LONGEST_SWEEP_NANOS = 100_000_000L;
    /** How long replies are awaited after a stop. */
    private static final long STOP_GRACE_NANOS = 200_000_000L;

    private final int number;
    private final LoadSpec spec;
    private final RunPhases phases;
    private final LoopRecorder recorder;
    private final LoadClock clock;
    private final Selector selector;
    private final LoopContext context;
    private final List<LoadClient> clients = new ArrayList<>();
    private final CountDownLatch connected;
    private final CountDownLatch go;
    private final long sweepEveryNanos;
    private final Dispatch onReady = new Dispatch();
    private volatile boolean stopped;
    private volatile boolean gaveUp;
    private volatile long endedSendingNanos;
    private volatile @Nullable RuntimeException failure;
    /** The next request of the schedule: round times all clients, plus the client. */
    private long round;

    private int next;
    private long sweepNanos;
    private long idleNanos;
    private long turnBeganNanos;
    private boolean turnIdle;

    /** One object for all iterations: a method reference would be a new one each time. */
    private static final class Dispatch implements Consumer<SelectionKey> {
        @Override
        public void accept(SelectionKey key) {
            ((LoadClient) key.attachment()).onReady(key);
        }
    }

    LoadLoop(
            int number,
            LoadSpec spec,
            InetSocketAddress address,
            RunPhases phases,
            RequestPool pool,
            LoopRecorder recorder,
            LoadClock clock,
            CountDownLatch connected,
            CountDownLatch go)
            throws IOException {
        this.number = number;
        this.spec = spec;
        this.phases = phases;
        this.recorder = recorder;
        this.clock = clock;
        this.connected = connected;
        this.go = go;
        this.selector = Selector.open();
        this.context = new LoopContext(spec, address, selector, clock, pool, recorder.measured().counts);
        this.sweepEveryNanos =
                Math.clamp(spec.replyTimeout().toNanos() / SWEEPS_PER_TIMEOUT, NANOS_PER_MILLI, LONGEST_SWEEP_NANOS);
        for (int client = number; client < spec.clients(); client += spec.threads()) {
            ClientRequests requests =
                    new ClientRequests(client, spec.clients(), spec.depth(), pool.size(), phases, recorder);
            clients.add(
                    spec.endpoint().isDatagram()
                            ? new DatagramClient(context, requests)
                            : new StreamClient(context, requests));
        }
    }

    LoopRecorder recorder() {
        return recorder;
    }

    /** When the last request was sent or given up; meaningful when the loop has ended. */
    long endedSendingNanos() {
        return endedSendingNanos;
    }

    @Nullable
    RuntimeException failure() {
        return failure;
    }

    /** True when the run was ended because no server answered. */
    boolean gaveUp() {
        return gaveUp;
    }

    /** Clients that never got a reply; meaningful when the loop has ended. */
    int clientsWithoutReply() {
        return (int) clients.stream()
                .filter(client -> client.requests().replies() == 0)
                .count();
    }

    /** Of each client that has one; meaningful when the loop has ended. */
    DoubleStream jitterNanos() {
        return clients.stream().map(LoadClient::jitterNanos).flatMapToDouble(OptionalDouble::stream);
    }

    /** Any thread: nothing more is sent, and replies are awaited for a moment only. */
    void stop() {
        stopped = true;
        selector.wakeup();
    }

    @Override
    public void run() {
        try (selector) {
            connectAll();
            connected.countDown();
            go.await();
            send();
            drain();
        } catch (IOException e) {
            failure = new IllegalStateException("the selector failed: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure = e;
        } finally {
            clients.forEach(LoadClient::close);
            connected.countDown();
        }
    }

    private void connectAll() throws IOException {
        int opened = 0;
        while (!stopped) {
            int opening = (int)
                    clients.stream().limit(opened).filter(LoadClient::isOpening).count();
            if (opening == 0 && opened == clients.size()) {
                break;
            }
            for (; opened < clients.size() && opening < CONNECTING_AT_ONCE; opened++, opening++) {
                clients.get(opened).open();
            }
            long now = clock.now();
            for (LoadClient client : clients.subList(0, opened)) {
                if (client.isOpening()) {
                    client.sweep(now);
                }
            }
            selector.select(onReady, 1);
        }
        for (LoadClient client : clients) {
            if (!client.isOpen()) {
                recorder.measured().counts.add(Counter.UNCONNECTED);
            }
        }
    }

    private void send() throws IOException {
        clients.forEach(LoadClient::begin);
        context.sending = true;
        if (phases.closedLoop()) {
            clients.forEach(LoadClient::pump);
        }
        while (!over()) {
            long now = clock.now();
            turnBegins(now);
            long roundBefore = round;
            int nextBefore = next;
            long due = sendDue(now);
            boolean given = next != nextBefore || round != roundBefore;
            now = sweep(now);
            long wake = Math.min(due, Math.min(sweepNanos, phases.endNanos()));
            boolean idle = waitUntil(wake, now, wake == due);
            turnIdle = idle && !given;
        }
        context.sending = false;
        long now = clock.now();
        if (stopped) {
            sendAllDue(now);
        }
        // What is owed is as old as it was when its time was over, not as this thread's next turn made it.
        long end = stopped || phases.counted() ? now : Math.min(now, phases.endNanos());
        clients.forEach(client -> client.requests().end(end));
        endedSendingNanos = end;
    }

    /** Gives each client what has come due, or much of it; when the next is due. */
    private long sendDue(long now) {
        for (int given = 0; true; given++) {
            long sequence = round * spec.clients() + number + (long) next * spec.threads();
            long due = phases.dueNanos(sequence);
            if (due > now || given == DUE_AT_ONCE) {
                return due;
            }
            LoadClient client = clients.get(next);
            client.requests().due(due);
            client.pump();
            if (++next == clients.size()) {
                next = 0;
                round++;
            }
        }
    }

    /** What came due since the last look is owed too. */
    private void sendAllDue(long now) {
        long due = sendDue(now);
        while (due <= now) {
            due = sendDue(now);
        }
    }

    private boolean over() {
        if (stopped) {
            return true;
        }
        long now = clock.now();
        boolean timeIsOver = now >= phases.endNanos();
        if (timeIsOver) {
            sendAllDue(phases.endNanos());
        }
        if (!phases.counted()) {
            return timeIsOver;
        }
        boolean allSent = phases.closedLoop()
                ? phases.exhausted()
                : timeIsOver && clients.stream().allMatch(c -> c.requests().nothingOwed());
        // A count has no end of its own where no server answers.
        gaveUp = !allSent
                && now - recorder.lastReplyNanos() >= 2 * spec.replyTimeout().toNanos()
                && (phases.closedLoop()
                        || !clients.stream().allMatch(c -> c.requests().nothingOwed()));
        return allSent || gaveUp;
    }

    private long sweep(long now) {
        if (now < sweepNanos) {
            return now;
        }
        for (LoadClient client : clients) {
            client.sweep(now);
        }
        sweepNanos = now + sweepEveryNanos;
        return clock.now();
    }

    /** True when there was nothing to do. */
    private boolean waitUntil(long wake, long now, boolean exactly) throws IOException {
        long left = wake - now;
        if (!exactly || left > SPIN_NANOS) {
            long park = exactly ? left - PARK_MARGIN_NANOS : left;
            selector.select(onReady, Math.max(1, park / NANOS_PER_MILLI));
            idleNanos += clock.now() - now; // what ended the park takes little of it
            return false;
        }
        boolean idle = selector.selectNow(onReady) == 0;
        Thread.onSpinWait();
        return idle;
    }

    private void turnBegins(long now) {
        if (turnIdle) {
            idleNanos += now - turnBeganNanos;
        }
        turnBeganNanos = now;
    }

    /** How long this loop had nothing to do, the warm-up included; meaningful when it has ended. */
    long idleNanos() {
        return idleNanos;
    }

    /** Replies to what was sent are awaited as long as each may take. */
    private void drain() throws IOException {
        long stopBy = Long.MAX_VALUE;
        while (clients.stream().anyMatch(client -> client.requests().inFlight() > 0)) {
            long now = clock.now();
            if (stopped && stopBy == Long.MAX_VALUE) {
                stopBy = now + STOP_GRACE_NANOS;
            }
            if (now >= stopBy) {
                clients.forEach(client -> client.requests().finishAll(now, Outcome.LOST));
                return;
            }
            sweep(now);
            selector.select(onReady, Math.max(1, sweepEveryNanos / NANOS_PER_MILLI / 4));
        }
    }
}
