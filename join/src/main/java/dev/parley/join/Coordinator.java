package dev.parley.join;

import dev.parley.load.CommonStart;
import dev.parley.load.LoadSpec;
import dev.parley.load.Share;
import dev.parley.result.IntervalTimes;
import dev.parley.result.LoadResult;
import dev.parley.result.NumberText;
import dev.parley.result.Reason;
import dev.parley.result.SideBySide;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Makes several load generators one: waits until all are there, has them begin together, and makes their results one. It is one of
 * them itself. When one fails, all stop. One thread uses it beside those of its run; {@link #stop} is for any.
 *
 * <pre>{@code
 * try (Coordinator coordinator = Coordinator.listen(address, whole, 3, "0.1.0")) {
 *     coordinator.awaitOthers(Duration.ofMinutes(1), TrustSettings.USUAL);
 *     try (LoadRun run = LoadRun.start(whole, null, coordinator.share(), coordinator)) {
 *         coordinator.whenStopped(run::stop);
 *         LoadResult own = run.result(environment);
 *         LoadResult all = coordinator.result(own, run.intervals());
 *     }
 * }
 * }</pre>
 */
public final class Coordinator implements CommonStart, AutoCloseable {
    /** Longer than a message takes to get there. */
    private static final long LEAD_NANOS = 50_000_000L;

    /** So long the others have to read the last word and close. */
    private static final long FAREWELL_NANOS = 2_000_000_000L;

    private static final String OWN_NAME = "generator 1 (coordinator)";

    private final LoadSpec whole;
    private final int generators;
    private final JoinDeadlines deadlines;
    private final ServerSocket socket;
    private final Admission admission;
    private final RunStopper stopper = new RunStopper();

    /** Guarded by this, as all that follows. */
    private final List<RemoteGenerator> others = new ArrayList<>();

    private final Map<JoinPoint, Integer> arrived = new EnumMap<>(JoinPoint.class);
    private final Set<JoinPoint> passed = EnumSet.noneOf(JoinPoint.class);
    private final Map<RemoteGenerator, SideBySide.Part> results = new LinkedHashMap<>();
    private final List<RemoteGenerator> gone = new ArrayList<>();
    /** What went wrong, each for the user. */
    private final List<String> troubles = new ArrayList<>();

    private long stoppedNanos = System.nanoTime();
    private volatile boolean released;
    private boolean complete;
    private boolean closed;
    private volatile long beginNanos;

    private Coordinator(LoadSpec whole, int generators, ServerSocket socket, String program, JoinDeadlines deadlines) {
        this.whole = whole;
        this.generators = generators;
        this.socket = socket;
        this.deadlines = deadlines;
        this.admission = new Admission(socket, program, deadlines, new Admission.Listener() {
            @Override
            public String admit(JoinConnection connection, long process) {
                return Coordinator.this.admit(connection, process);
            }

            @Override
            public void otherVersion(String text) {
                trouble(text);
            }
        });
    }

    /**
     * Listens for the other generators.
     *
     * @param whole the load of all, as {@link Share#whole} divides it
     * @param generators 2 or more, this one too
     * @param program version of this program, which the others must have too
     * @throws JoinException when the address cannot be listened on
     * @throws IllegalArgumentException when this load cannot be divided; with a text for the user
     */
    public static Coordinator listen(InetSocketAddress address, LoadSpec whole, int generators, String program)
            throws IOException {
        return listen(address, whole, generators, program, JoinDeadlines.USUAL);
    }

    static Coordinator listen(
            InetSocketAddress address, LoadSpec whole, int generators, String program, JoinDeadlines deadlines)
            throws IOException {
        LoadSettings.of(whole, generators, TrustSettings.USUAL);
        ServerSocket socket = new ServerSocket();
        try {
            socket.bind(address);
        } catch (IOException e) {
            socket.close();
            throw JoinException.unavailable("cannot wait for generators on " + address.getHostString() + ":"
                    + address.getPort() + ": " + e.getMessage());
        }
        Coordinator coordinator = new Coordinator(whole, generators, socket, program, deadlines);
        coordinator.admission.start();
        return coordinator;
    }

    /** Where it listens. */
    public int port() {
        return socket.getLocalPort();
    }

    /** The coordinator's part of the load. */
    public Share share() {
        return new Share(0, generators);
    }

    /** By the thread of the connection, which is that of the generator from now on. */
    private String admit(JoinConnection connection, long process) {
        RemoteGenerator generator = new RemoteGenerator(connection, process, deadlines, new Word());
        synchronized (this) {
            if (closed || complete || others.size() == generators - 1) {
                return "all " + generators + " generators are there already";
            }
            others.add(generator);
            notifyAll();
        }
        generator.run();
        return "";
    }

    /** What the others say. */
    private final class Word implements RemoteGenerator.Listener {
        @Override
        public void arrived(JoinPoint point) {
            arrive(point);
        }

        @Override
        public void lost(RemoteGenerator from, String why) {
            synchronized (Coordinator.this) {
                if (!complete) { // another may come in its place
                    others.remove(from);
                    return;
                }
                gone.add(from);
            }
            trouble(from.name() + " failed: " + why);
        }

        @Override
        public void leaving(RemoteGenerator from, String why) {
            if (stopper.stopped()) { // all do
                return;
            }
            trouble(from.name() + " left: " + why);
        }

        @Override
        public void result(RemoteGenerator from, LoadResult result, List<IntervalTimes> intervals) {
            boolean same = result.setting()
                    .equals(new Share(from.number(), generators)
                            .described(whole)
                            .setting());
            synchronized (Coordinator.this) {
                if (same) {
                    results.put(from, new SideBySide.Part(from.name(), result, intervals));
                } else {
                    gone.add(from);
                }
                Coordinator.this.notifyAll();
            }
            if (!same) {
                trouble(from.name() + " measured another load: "
                        + result.setting().describe());
            }
        }
    }

    private void trouble(String text) {
        synchronized (this) {
            if (closed) {
                return;
            }
            troubles.add(text);
        }
        stop(text);
    }

    /**
     * Waits until all are there, and gives each its part.
     *
     * @param trust which servers on TLS they trust
     * @throws JoinException when one is missing then, or has another version
     */
    public void awaitOthers(Duration atMost, TrustSettings trust) throws IOException, InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        synchronized (this) {
            while (others.size() < generators - 1 && troubles.isEmpty()) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    throw JoinException.failed(missing(atMost));
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
            throwTrouble();
            complete = true;
            for (int i = 0; i < others.size(); i++) {
                others.get(i).number(i + 1);
            }
        }
        admission.close();
        byte[] settings = LoadSettings.of(whole, generators, trust).toJson();
        for (RemoteGenerator other : others()) {
            List<byte[]> attachments = new ArrayList<>(List.of(settings));
            attachments.addAll(whole.messages());
            JoinMessage message = new JoinMessage(JoinMessage.Kind.SETTINGS, "", other.number(), attachments);
            // Messages may be many, and one that does not take them holds up none of the others.
            Thread.ofVirtual().name("parley-join-settings").start(() -> other.tell(message));
        }
    }

    private String missing(Duration atMost) {
        String there = others.stream().map(RemoteGenerator::place).collect(Collectors.joining("; "));
        return "only " + (others.size() + 1) + " of " + generators + " generators were there within "
                + NumberText.span(atMost) + " (this one" + (there.isEmpty() ? "" : "; " + there)
                + "); start the others with 'parley load --join HOST:" + port() + "'";
    }

    private void throwTrouble() throws JoinException {
        if (!troubles.isEmpty()) {
            throw JoinException.failed(String.join("; ", troubles));
        }
        if (stopper.stopped()) {
            throw JoinException.failed(stopper.reason());
        }
    }

    private synchronized List<RemoteGenerator> others() {
        return List.copyOf(others);
    }

    private void arrive(JoinPoint point) {
        synchronized (this) {
            if (arrived.merge(point, 1, Integer::sum) != generators) {
                return;
            }
            beginNanos = System.nanoTime() + LEAD_NANOS;
            passed.add(point);
            notifyAll();
        }
        for (RemoteGenerator other : others()) {
            if (point == JoinPoint.BEGIN) {
                other.begin(beginNanos);
            } else {
                other.tell(JoinMessage.of(JoinMessage.Kind.PASS, point.name()));
            }
        }
    }

    private synchronized boolean awaitPass(JoinPoint point) throws InterruptedException {
        while (!passed.contains(point) && !released && troubles.isEmpty()) {
            wait();
        }
        return passed.contains(point);
    }

    @Override
    public void connected() throws IOException, InterruptedException {
        arrive(JoinPoint.CONNECTED);
        if (!awaitPass(JoinPoint.CONNECTED)) {
            synchronized (this) {
                throwTrouble();
            }
        }
    }

    @Override
    public void warm() throws InterruptedException {
        arrive(JoinPoint.WARM);
        awaitPass(JoinPoint.WARM);
    }

    @Override
    public void begin() {
        arrive(JoinPoint.BEGIN);
        try {
            if (awaitPass(JoinPoint.BEGIN)) {
                StartMoment.await(beginNanos, () -> released);
            }
        } catch (InterruptedException e) { // the run is given up
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void release() {
        released = true;
        notifyAll();
    }

    /**
     * Says who ends this generator's run when all stop.
     *
     * @param newStopper called with the reason, once, by any thread; at once where that has happened already
     */
    public void whenStopped(Consumer<String> newStopper) {
        stopper.whenStopped(newStopper);
    }

    /** Stops all generators; what was measured until then is a result. Any thread. */
    public void stop(String reason) {
        Optional<Runnable> ending = stopper.stop(reason);
        synchronized (this) {
            if (ending.isPresent()) {
                stoppedNanos = System.nanoTime();
            }
            notifyAll();
        }
        ending.ifPresent(own -> {
            others().forEach(other -> other.tell(JoinMessage.of(JoinMessage.Kind.STOP, reason)));
            own.run();
        });
    }

    /**
     * The result of all; waits for those of the others. Never to be believed where one is missing.
     *
     * @param own of the coordinator's part
     * @param ownIntervals the same over time
     */
    public LoadResult result(LoadResult own, List<IntervalTimes> ownIntervals) throws InterruptedException {
        awaitResults();
        List<SideBySide.Part> parts = new ArrayList<>(List.of(new SideBySide.Part(OWN_NAME, own, ownIntervals)));
        List<Reason> reasons;
        List<Reason> notes = new ArrayList<>();
        synchronized (this) {
            for (RemoteGenerator other : others) {
                SideBySide.Part part = results.get(other);
                if (part != null) {
                    parts.add(part);
                }
            }
            reasons = troubles.stream()
                    .map(text -> new Reason(Reason.Kind.GENERATOR_LOST, text))
                    .toList();
            if (passed.contains(JoinPoint.BEGIN)) {
                long skew = others.stream()
                        .mapToLong(RemoteGenerator::startSkewNanos)
                        .max()
                        .orElse(0);
                notes.add(new Reason(
                        Reason.Kind.SEVERAL_GENERATORS,
                        generators + " generators, each begun within " + NumberText.time(skew) + " of the first"));
            }
        }
        farewell(JoinMessage.of(JoinMessage.Kind.DONE, failure()));
        return SideBySide.of(whole.setting(), parts, reasons, notes);
    }

    /** What is wrong with the whole; empty when all measured to the end, or to the one that was asked for. */
    public synchronized String failure() {
        return String.join("; ", troubles);
    }

    private void awaitResults() throws InterruptedException {
        long endedNanos = System.nanoTime();
        long patience = whole.replyTimeout().plus(deadlines.result()).toNanos();
        List<String> silent = new ArrayList<>();
        synchronized (this) {
            while (others.stream().anyMatch(this::owesResult) && silent.isEmpty()) {
                // A number of requests takes each as long as it takes.
                boolean mayTakeLonger = whole.count() > 0 && !stopper.stopped();
                long since = Math.max(endedNanos - stoppedNanos, 0) + stoppedNanos; // the later of the two
                long left = mayTakeLonger ? deadlines.silence().toNanos() : since + patience - System.nanoTime();
                if (left <= 0) {
                    others.stream()
                            .filter(this::owesResult)
                            .forEach(other -> silent.add(other.name() + " failed: it sent no result"));
                } else {
                    TimeUnit.NANOSECONDS.timedWait(this, left);
                }
            }
        }
        silent.forEach(this::trouble);
    }

    private boolean owesResult(RemoteGenerator other) {
        return !results.containsKey(other) && !gone.contains(other);
    }

    /** Ends it for all: those that are still there end with this reason. */
    public void fail(String why) {
        farewell(JoinMessage.of(JoinMessage.Kind.FAILED, why));
    }

    /** The last word. Closed under what was not read, a connection would be reset, and the word perhaps lost. */
    private void farewell(JoinMessage message) {
        synchronized (this) {
            closed = true;
        }
        others().forEach(other -> other.tell(message));
        long end = System.nanoTime() + FAREWELL_NANOS;
        others().forEach(other -> other.awaitEnd(end - System.nanoTime()));
    }

    /** Closes all connections. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        admission.close();
        others().forEach(RemoteGenerator::close);
    }
}
