package dev.parley.cli.load;

import dev.parley.cli.shell.Converters;
import dev.parley.cli.shell.Endpoints;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.FramingOption;
import dev.parley.cli.shell.Uses;
import dev.parley.core.Endpoint;
import dev.parley.core.Framing;
import dev.parley.core.Framings;
import dev.parley.core.PrintableText;
import dev.parley.core.Protocol;
import dev.parley.core.Transport;
import dev.parley.engine.EngineType;
import dev.parley.engine.Engines;
import dev.parley.load.ConstantRate;
import dev.parley.load.LoadSpec;
import dev.parley.load.PoissonRate;
import dev.parley.load.Ramp;
import dev.parley.load.Schedule;
import dev.parley.load.Sizes;
import dev.parley.load.Stages;
import dev.parley.result.Bandwidths;
import dev.parley.result.ByteSizes;
import dev.parley.result.Rates;
import dev.parley.services.ClientSide.Use;
import dev.parley.services.ServiceType;
import dev.parley.services.Serving;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a load is: which requests, when, over how many connections. */
public final class LoadOptions {
    private static final int USUAL_CLIENTS = 10;
    private static final int BANDWIDTH_BYTES = 8 << 10;
    /** With the headers of UDP and IP it fits the usual 1,500 bytes of a packet. */
    private static final int BANDWIDTH_DATAGRAM_BYTES = 1_400;

    private static final int LARGEST_BYTES = 1 << 24;
    private static final Duration TCP_TIMEOUT = Duration.ofSeconds(5);
    /** A lost datagram takes up one place of its client's depth for so long. */
    private static final Duration UDP_TIMEOUT = Duration.ofSeconds(1);

    @Option(
            names = {"-r", "--rate"},
            paramLabel = "N[-M]",
            description = "requests per second, or a ramp from N to M (default: 1000)")
    @Nullable
    String rate;

    @Option(
            names = {"-b", "--bandwidth"},
            paramLabel = "B[,B...]",
            description =
                    "instead of a rate, requests of so many bits or bytes a second: 100Mbit/s, 12MB/s; several are tried in turn"
                            + " and shown as one table (messages of 8KiB, UDP 1400 bytes, unless --size says otherwise)")
    @Nullable
    String bandwidth;

    @Option(
            names = "--stages",
            paramLabel = "STAGES",
            description =
                    "rates that follow each other, with a result each: 'r=1000 for 30s, ramp to 5000 over 1m, r=5000 for 30s'")
    @Nullable
    String stages;

    @Option(names = "--poisson", description = "Poisson arrivals, N a second on average")
    boolean poisson;

    @Option(names = "--seed", paramLabel = "N", description = "seed of --poisson (default: 1)")
    @Nullable
    Long seed;

    @Option(names = "--closed", description = "closed loop: next request after the reply")
    boolean closed;

    @Option(
            names = {"-c", "--clients"},
            paramLabel = "N",
            converter = Converters.ToCount.class,
            description =
                    "connections (default: 10; fewer for load where the service, as Parley serves it, takes fewer: reverse 3,"
                            + " timer 5)")
    @Nullable
    Integer clients;

    @Option(
            names = "--depth",
            paramLabel = "N",
            converter = Converters.ToCount.class,
            defaultValue = "1",
            description = "requests in flight per client (default: 1)")
    int depth = 1;

    @Option(
            names = "--connect-per-request",
            description =
                    "TCP: a connection for each request, closed after its reply; measures connecting on a clock of its own")
    boolean connectPerRequest;

    @Option(
            names = {"-t", "--threads"},
            paramLabel = "N",
            converter = Converters.ToCount.class,
            defaultValue = "1",
            description = "event loops of the load generator (default: 1)")
    int threads = 1;

    @Option(
            names = "--size",
            paramLabel = "N[-M]",
            description = "bytes per message, or evenly from N to M (default: 64)")
    @Nullable
    String size;

    @Mixin
    MessageFiles messageFiles = new MessageFiles();

    @Option(
            names = {"-d", "--duration"},
            paramLabel = "D",
            converter = Converters.ToDuration.class,
            description = "length of the measured phase (default: 10s)")
    @Nullable
    Duration duration;

    @Option(
            names = {"-n", "--count"},
            paramLabel = "N",
            converter = Converters.ToCount.class,
            description = "number of measured requests, instead of a duration")
    @Nullable
    Integer count;

    @Option(
            names = "--warmup",
            paramLabel = "D",
            converter = Converters.ToDurationOrZero.class,
            defaultValue = "1s",
            description = "warm-up before the measured phase, at least so long (default: 1s; 0 for none)")
    Duration warmUp = Duration.ofSeconds(1);

    @Option(
            names = "--warmup-limit",
            paramLabel = "D",
            converter = Converters.ToDuration.class,
            defaultValue = "10s",
            description =
                    "the warm-up goes on until the load generator's code is compiled, so long at most (default: 10s)")
    Duration warmUpLimit = LoadSpec.LONGEST_WARM_UP;

    @Option(
            names = "--timeout",
            paramLabel = "D",
            converter = Converters.ToDuration.class,
            description = "a request without a reply after this long is lost (default: 5s; UDP 1s)")
    @Nullable
    Duration timeout;

    @Option(
            names = {"-q", "--quiet"},
            description = "no progress; errors are still printed")
    boolean quiet;

    @Mixin
    FramingOption framing = new FramingOption();

    /** Connections. */
    public int clients() {
        return clients == null ? USUAL_CLIENTS : clients;
    }

    /** Where no number was given: no more than the usual server of this service serves at once. The others would wait until the end. */
    void fitClients(Endpoint endpoint) {
        if (clients == null && !endpoint.isDatagram()) {
            Serving serving = Endpoints.service(endpoint).serving();
            boolean threadEach = Engines.named(serving.engine(Transport.TCP))
                    .filter(engine -> engine.size() == EngineType.Size.THREADS)
                    .isPresent();
            int most = Math.min(USUAL_CLIENTS, serving.limits().admission().maxClients());
            clients = threadEach ? Math.min(most, serving.threads()) : most;
        }
    }

    /** True when no progress is wanted. */
    public boolean quiet() {
        return quiet;
    }

    /** The name of another framing than the service's; null for the service's. */
    public @Nullable String framing() {
        return framing.name();
    }

    /**
     * The load these options describe.
     *
     * @throws Failure or IllegalArgumentException with a text for the user
     */
    public LoadSpec spec(Endpoint endpoint, Protocol<byte[], byte[]> protocol) {
        return spec(Uses.require(endpoint, Use.LOAD, "load"), endpoint, protocol);
    }

    /**
     * The same of a tube too.
     *
     * @throws Failure or IllegalArgumentException with a text for the user
     */
    LoadSpec spec(LoadTarget target) {
        Endpoint endpoint = target.endpoint();
        Protocol<byte[], byte[]> protocol = Endpoints.bytesProtocol(endpoint, framing());
        if (target.tubes() == null) {
            return spec(endpoint, protocol);
        }
        if (connectPerRequest || bandwidth != null || messageFiles.given()) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--connect-per-request, --bandwidth, --messages and --lines do not apply to a " + endpoint.service()
                            + ", whose messages are put, reserved and deleted on a lasting connection");
        }
        LoadSpec spec = spec(Uses.require(endpoint, Use.TUBES, "load"), endpoint, protocol);
        if (spec.sizes().least() < QueueCycle.MARK_BYTES) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--size " + size + " is less than " + QueueCycle.MARK_BYTES
                            + " bytes, which a load puts into each message to know its own");
        }
        return spec.alsoAt(target.tubes().servers().stream().skip(1).toList())
                .inCycles(new QueueCycle(target.tubes(), spec.replyTimeout()));
    }

    private LoadSpec spec(ServiceType<?, ?> type, Endpoint endpoint, Protocol<byte[], byte[]> protocol) {
        if (duration != null && count != null) {
            throw new Failure(ExitCode.USAGE, "--duration cannot be combined with --count");
        }
        if (stages != null) {
            requireStagesAlone();
        }
        Schedule schedule = schedule(duration == null ? Duration.ofSeconds(10) : duration);
        Duration lasting =
                schedule instanceof Stages of ? of.length() : duration == null ? Duration.ofSeconds(10) : duration;
        Duration replyTimeout = timeout != null ? timeout : endpoint.isDatagram() ? UDP_TIMEOUT : TCP_TIMEOUT;
        if (framing() != null && !Framings.ALL.contains(framingOf(type, endpoint))) {
            throw new Failure(ExitCode.USAGE, type.name() + " messages carry their own length; leave --framing out");
        }
        LoadSpec spec = LoadSpec.of(endpoint, protocol)
                .warmingUpAtMost(warmUpLimit)
                .withClients(clients(), depth, threads)
                .withMessages(sizes(endpoint, protocol), messages(endpoint, protocol))
                .onSchedule(schedule)
                .connectingPerRequest(connectPerRequest)
                .expecting(replyTimeout, type.client().expectedReply())
                .numbered(type.client().sequenceField());
        LoadSpec ending = count == null ? spec.lasting(warmUp, lasting) : spec.counting(warmUp, count);
        return bandwidth == null ? ending : ending.atBandwidth(bandwidths().getFirst());
    }

    /**
     * Bytes a second, each to be tried; none unless asked for.
     *
     * @throws Failure with a text for the user
     */
    List<Double> bandwidths() {
        try {
            return bandwidth == null
                    ? List.of()
                    : Arrays.stream(bandwidth.split(",", -1))
                            .map(Bandwidths::parse)
                            .toList();
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, String.valueOf(e.getMessage()));
        }
    }

    private static Framing framingOf(ServiceType<?, ?> type, Endpoint endpoint) {
        return type.protocol().apply(Endpoints.transport(endpoint)).requestFraming();
    }

    private void requireStagesAlone() {
        if (rate != null || bandwidth != null || closed || poisson || duration != null || count != null) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--stages has the rates and times; it cannot be combined with --rate, --bandwidth, --closed, --poisson, --duration or --count");
        }
    }

    private @Nullable Schedule schedule(Duration lasting) {
        if (stages != null) {
            return Stages.parse(stages);
        }
        if (seed != null && !poisson) {
            throw new Failure(ExitCode.USAGE, "--seed requires --poisson");
        }
        if (bandwidth != null && (closed || poisson || rate != null)) {
            throw new Failure(ExitCode.USAGE, "--bandwidth cannot be combined with --rate, --poisson or --closed");
        }
        if (closed) {
            if (rate != null || poisson) {
                throw new Failure(ExitCode.USAGE, "--closed cannot be combined with --rate or --poisson");
            }
            return null;
        }
        String typed = rate == null ? "1000" : rate;
        List<Double> ends =
                ends(typed, Rates::parse, "invalid rate '" + PrintableText.of(typed) + "'; expected 5000 or 100-5000");
        double from = ends.getFirst();
        if (ends.size() == 1) {
            return poisson ? new PoissonRate(from, seed == null ? 1 : seed) : new ConstantRate(from);
        }
        if (poisson || count != null) {
            throw new Failure(ExitCode.USAGE, "a ramp cannot be combined with --poisson or --count");
        }
        return new Ramp(from, ends.getLast(), lasting);
    }

    /** One value, or the two ends of a range. */
    private static <T> List<T> ends(String text, Function<String, T> reader, String invalid) {
        String[] ends = text.split("-", -1);
        if (ends.length > 2) {
            throw new Failure(ExitCode.USAGE, invalid);
        }
        try {
            return Arrays.stream(ends).map(reader).toList();
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, invalid);
        }
    }

    private List<byte[]> messages(Endpoint endpoint, Protocol<byte[], byte[]> protocol) {
        if (size != null && messageFiles.given()) {
            throw new Failure(ExitCode.USAGE, "--size cannot be combined with --messages or --lines");
        }
        return messageFiles.read(endpoint, protocol);
    }

    private Sizes sizes(Endpoint endpoint, Protocol<byte[], byte[]> protocol) {
        if (size == null && bandwidth != null) {
            int usual = endpoint.isDatagram() ? BANDWIDTH_DATAGRAM_BYTES : BANDWIDTH_BYTES;
            int bytes = Math.min(usual, protocol.requestFraming().maxPayloadBytes());
            return new Sizes(bytes, bytes);
        }
        String typed = size == null ? "64" : size;
        String invalid = "invalid size '" + PrintableText.of(typed) + "'; expected 64 or 16-512, from 1 to "
                + LARGEST_BYTES + " bytes";
        List<Long> ends = ends(typed, ByteSizes::parse, invalid);
        long least = ends.getFirst();
        long most = ends.getLast();
        if (least < 1 || most < least || most > LARGEST_BYTES) {
            throw new Failure(ExitCode.USAGE, invalid);
        }
        int carried = protocol.requestFraming().maxPayloadBytes();
        if (most > carried) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--size " + typed + ": a message of framing "
                            + protocol.requestFraming().name() + " has at most " + carried
                            + " bytes; --framing len16 or len32 carries more");
        }
        return new Sizes((int) least, (int) most);
    }
}
