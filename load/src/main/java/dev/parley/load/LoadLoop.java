package dev.parley.load;

import dev.parley.result.Counter;
import dev.parley.result.Outcome;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Collectors;
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

    private static final long SWEEPS_PER_TIMEOUT = 20;
    private static final long LONGEST_SWEEP_NANOS = 100_000_000L;
    /** How long replies are awaited after a stop. */
    private static final long STOP_GRACE_NANOS = 200_000_000L;

    private final LoadSpec spec;
    private final LoopRecorder recorder;
    private final LoadClock clock;
    private final Selector selector;
    private final PollClock poll;
    private final LoopContext context;
    private final List<LoadClient> clients = new ArrayList<>();
    private final DueRequests due;
    private final CountDownLatch connected;
    private final RunGate gate;
    private final long sweepEveryNanos;
    private final Dispatch onReady = new Dispatch();
    private RunPhase phase;
    private volatile boolean stopped;
    private volatile boolean gaveUp;
    private volatile boolean draining;
    private volatile long endedSendingNanos;
    private volatile long runDelayNanos;
    private volatile long runDelayBeforeNanos;
    /** For other threads, while the measured part is sent. */
    private volatile @Nullable RunDelay watchedRunDelay;

    private volatile @Nullable RuntimeException failure;
    private long sweepNanos;

    /** One object for all iterations: a method reference would be a new one each time. */
    private final class Dispatch implements Consumer<SelectionKey> {
        @Override
        public void accept(SelectionKey key) {
            poll.found();
            ((LoadClient) key.attachment()).onReady(key);
        }
    }

    LoadLoop(
            int number,
            LoadSpec spec,
            LoadedServers servers,
            RequestPool pool,
            LoopRecorder recorder,
            LoadClock clock,
            CountDownLatch connected,
            RunGate gate,
            Consumer<String> stopLoad)
            throws IOException {
        this.spec = spec;
        this.recorder = recorder;
        this.clock = clock;
        this.connected = connected;
        this.gate = gate;
        this.phase = gate.warmUp();
        this.selector = Selector.open();
        this.poll = new PollClock(clock);
        this.context = new LoopContext(spec, servers, selector, clock, pool, recorder, poll, stopLoad);
        this.sweepEveryNanos =
                Math.clamp(spec.replyTimeout().toNanos() / SWEEPS_PER_TIMEOUT, NANOS_PER_MILLI, LONGEST_SWEEP_NANOS);
        for (int client = number; client < spec.clients(); client += spec.threads()) {
            ClientRequests requests =
                    new ClientRequests(client, spec.clients(), spec.depth(), pool.size(), phase, recorder);
            clients.add(client(requests));
        }
        this.due = new DueRequests(number, spec, clients, phase);
    }

    private LoadClient client(ClientRequests requests) {
        if (spec.endpoint().isDatagram()) {
            return new DatagramClient(context, requests);
        }
        Cycle cycle = spec.cycle();
        if (cycle != null) {
            return new StreamClient(context, requests, client -> new CycleExchange(client, cycle));
        }
        return spec.connectPerRequest()
                ? new ConnectPerRequestClient(context, requests)
                : new StreamClient(context, requests, RequestExchange::new);
    }

    LoopRecorder recorder() {
        return recorder;
    }

    /** When the last request was sent or given up; meaningful when the loop has ended. */
    long endedSendingNanos() {
        return endedSendingNanos;
    }

    /** For how long this thread has waited for a core in the measured part, until now. One other thread at a time. */
    long runDelayNanos() {
        RunDelay watched = watchedRunDelay;
        long now = watched == null ? 0 : watched.nanos();
        return now == 0 ? runDelayNanos : now - runDelayBeforeNanos;
    }

    @Nullable
    RuntimeException failure() {
        return failure;
    }

    /** Why the last TLS handshake that failed did; empty for none. Any thread. */
    String handshakeFailure() {
        return context.handshakeFailure;
    }

    /** True when the run was ended because no server answered. */
    boolean gaveUp() {
        return gaveUp;
    }

    /** True when all of the measured part was sent. */
    boolean draining() {
        return draining;
    }

    /** When this loop was last found to send late; any thread. */
    long behindAtNanos() {
        return due.behindAtNanos();
    }

    /** Clients that have not got a reply yet; any thread. */
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

    /** Any thread: the phase may have ended. */
    void wakeUp() {
        selector.wakeup();
    }

    @Override
    public void run() {
        try (selector;
                RunDelay runDelay = RunDelay.ofThisThread()) {
            poll.watch(runDelay);
            connectAll();
            connected.countDown();
            gate.await();
            if (!spec.warmUp().isZero()) {
                send(gate.rehearsal());
                drain();
                gate.await();
                send(gate.warmUp());
                drain();
            }
            recorder.beginMeasured(gate.measured().endNanos());
            gate.await();
            measure(runDelay);
        } catch (IOException e) {
            failure = new IllegalStateException("the selector failed: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            failure = e;
        } finally {
            gate.leave();
            clients.forEach(LoadClient::close);
            connected.countDown();
        }
    }

    private void measure(RunDelay runDelay) throws IOException {
        countUnconnected();
        if (stopped) { // in the warm-up: nothing was due yet
            return;
        }
        runDelayBeforeNanos = runDelay.nanos();
        watchedRunDelay = runDelay.forAnotherThread();
        long droppedBefore = dropped();
        send(gate.measured());
        draining = true;
        runDelayNanos = runDelay.nanos() - runDelayBeforeNanos;
        watchedRunDelay = null;
        drain();
        recorder.counts().add(Counter.DROPPED_HERE, dropped() - droppedBefore);
        if (phase.closedLoop() && phase.counted() && !stopped) {
            endedSendingNanos = Math.max(recorder.lastReplyNanos(), recorder.lastSentNanos());
        }
    }

    private long dropped() {
        if (!spec.endpoint().isDatagram()) {
            return 0;
        }
        Set<Integer> ports = clients.stream()
                .map(client -> ((DatagramClient) client).localPort())
                .filter(port -> port > 0)
                .collect(Collectors.toSet());
        return DatagramDrops.of(ports);
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
            select(1);
        }
        recorder.connectingEnded();
        countUnconnected();
    }

    private void countUnconnected() {
        for (LoadClient client : clients) {
            if (!client.everOpen()) {
                recorder.counts().add(Counter.UNCONNECTED);
            }
        }
    }

    private void send(RunPhase next) throws IOException {
        begin(next);
        while (!over()) {
            long now = clock.now();
            long nextDue = due.give(now);
            now = sweep(now);
            long wake = Math.min(nextDue, Math.min(sweepNanos, phase.endNanos()));
            waitUntil(wake, now, wake == nextDue);
        }
        context.sending = false;
        long now = clock.now();
        if (stopped) {
            due.giveAll(now);
        }
        end(ended(now));
    }

    private void begin(RunPhase begun) {
        phase = begun;
        due.begin(begun);
        sweepNanos = 0;
        poll.begin();
        clients.forEach(client -> client.begin(phase));
        context.sending = true;
        if (phase.closedLoop()) {
            clients.forEach(LoadClient::pump);
        }
    }

    /** What is owed is as old as it was when its time was over, not as this thread's next turn made it. */
    private long ended(long now) {
        if (stopped || gaveUp) {
            return now;
        }
        if (phase.counted()) {
            return phase.closedLoop() ? now : Math.max(phase.endNanos(), recorder.lastSentNanos());
        }
        return Math.min(now, phase.endNanos());
    }

    private void end(long atNanos) {
        recorder.counts()
                .add(
                        Counter.OPEN_AT_END,
                        clients.stream()
                                .mapToLong(client -> client.requests().open())
                                .sum());
        if (!phase.closedLoop() || !phase.counted()) {
            recorder.sendingEnded();
        }
        Outcome owed = stopped || phase != gate.measured() ? Outcome.ABANDONED : Outcome.UNSENT;
        clients.forEach(client -> client.end(atNanos, owed));
        endedSendingNanos = atNanos;
    }

    private boolean over() {
        if (stopped) {
            return true;
        }
        long now = clock.now();
        boolean timeIsOver = now >= phase.endNanos();
        if (timeIsOver && phase == gate.measured()) {
            due.giveAll(phase.endNanos());
        }
        if (!phase.counted()) {
            return timeIsOver;
        }
        boolean allSent = phase.closedLoop() ? phase.exhausted() : timeIsOver && nothingOwed();
        // A count has no end of its own where no server answers.
        gaveUp = !allSent
                && now - recorder.lastReplyNanos() >= 2 * spec.replyTimeout().toNanos()
                && (phase.closedLoop() || !nothingOwed());
        return allSent || gaveUp;
    }

    private boolean nothingOwed() {
        return clients.stream().allMatch(client -> client.requests().nothingOwed());
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

    private void waitUntil(long wake, long now, boolean exactly) throws IOException {
        long left = wake - now;
        if (!exactly || left > SPIN_NANOS) {
            long park = exactly ? left - PARK_MARGIN_NANOS : left;
            select(Math.max(1, park / NANOS_PER_MILLI));
            return;
        }
        poll.polls(now, 0);
        selector.selectNow(onReady);
        Thread.onSpinWait();
    }

    private void select(long atMostMillis) throws IOException {
        poll.polls(clock.now(), atMostMillis * NANOS_PER_MILLI);
        selector.select(onReady, atMostMillis);
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
                clients.forEach(client -> client.requests().finishAll(now, Outcome.ABANDONED));
                return;
            }
            sweep(now);
            select(Math.max(1, sweepEveryNanos / NANOS_PER_MILLI / 4));
        }
    }
}
