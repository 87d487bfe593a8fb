package dev.parley.cli.shell;

import dev.parley.core.Endpoint;
import dev.parley.services.Faults;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What goes wrong on purpose at an endpoint: typed for {@code serve}, or for a server that runs. */
public final class FaultOptions {
    /** Short enough to be typed again. */
    private static final int SEEDS = 1_000_000;

    @Option(
            names = "--delay",
            paramLabel = "D[±D]",
            converter = VaryingTime.Converter.class,
            description =
                    "serve each message this much later, without blocking a thread; 5ms±2ms varies, also 5ms+-2ms")
    @Nullable
    VaryingTime delay;

    @Option(
            names = "--drop",
            paramLabel = "P%",
            converter = Share.Converter.class,
            description = "on UDP: replies that are lost, such as 1%%")
    @Nullable
    Share drop;

    @Option(
            names = "--duplicate",
            paramLabel = "P%",
            converter = Share.Converter.class,
            description = "on UDP: replies that come twice")
    @Nullable
    Share duplicate;

    @Option(
            names = "--reorder",
            paramLabel = "P%",
            converter = Share.Converter.class,
            description = "on UDP: replies that come behind the next one, or 100 ms late")
    @Nullable
    Share reorder;

    @Option(
            names = "--corrupt",
            paramLabel = "P%",
            converter = Share.Converter.class,
            description = "replies in which one bit is wrong")
    @Nullable
    Share corrupt;

    @Option(
            names = "--bandwidth",
            paramLabel = "B",
            converter = Converters.ToBandwidth.class,
            description = "the replies of all clients together leave no faster: 1Mbit, 64kbit, 12MB, a second")
    @Nullable
    Double bytesPerSecond;

    @Option(
            names = "--reset-after",
            paramLabel = "N",
            converter = Converters.ToCountOrZero.class,
            description = "reset each connection after so many replies, instead of the next one")
    @Nullable
    Integer resetAfter;

    @Option(
            names = "--first",
            paramLabel = "N",
            converter = Converters.ToCount.class,
            description = "only the first N messages of all clients together are delayed, or have faults")
    @Nullable
    Integer first;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "the same seed has the same faults (default: a random one, which is logged)")
    @Nullable
    Long seed;

    private Map<String, @Nullable Object> onDatagrams() {
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        options.put("--drop", drop);
        options.put("--duplicate", duplicate);
        options.put("--reorder", reorder);
        return options;
    }

    /** The options that are there, in their order. */
    public List<String> given() {
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        options.put("--delay", delay);
        options.putAll(onDatagrams());
        options.put("--corrupt", corrupt);
        options.put("--bandwidth", bytesPerSecond);
        options.put("--reset-after", resetAfter);
        options.put("--first", first);
        options.put("--seed", seed);
        return options.entrySet().stream()
                .filter(option -> option.getValue() != null)
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * Refuses what applies to none of these.
     *
     * @throws Failure of usage
     */
    public void requireApplicable(List<Endpoint> endpoints) {
        onDatagrams()
                .forEach((option, value) -> require(
                        value == null || endpoints.stream().anyMatch(Endpoint::isDatagram),
                        option
                                + " applies only to UDP: a stream loses no reply and doubles none, and its clients would take"
                                + " the next one for it; --reset-after and --delay apply to streams"));
        require(
                resetAfter == null || !endpoints.stream().allMatch(Endpoint::isDatagram),
                "--reset-after does not apply to UDP, which has no connections; --drop does");
    }

    private boolean isDrawn() {
        return corrupt != null
                || (delay != null && !delay.spread().isZero())
                || onDatagrams().values().stream().anyMatch(Objects::nonNull);
    }

    /**
     * Refuses what has nothing to apply to.
     *
     * @throws Failure of usage
     */
    public void requireFaults() {
        require(
                first == null || isDrawn() || delay != null || resetAfter != null || bytesPerSecond != null,
                "--first requires --delay, --drop, --duplicate, --reorder, --corrupt, --bandwidth or --reset-after");
        require(
                seed == null || isDrawn(),
                "--seed requires something that is drawn: --drop, --duplicate, --reorder, --corrupt or --delay 5ms±2ms");
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new Failure(ExitCode.USAGE, otherwise);
        }
    }

    /** Chooses a seed where one matters and none was given. */
    public void chooseSeed() {
        if (isDrawn() && seed == null) {
            seed = ThreadLocalRandom.current().nextLong(SEEDS);
        }
    }

    private static double part(@Nullable Share share) {
        return share == null ? 0 : share.part();
    }

    /** What these options say. */
    public Faults faults() {
        Faults faults = Faults.NONE
                .withDrop(part(drop))
                .withDuplicate(part(duplicate))
                .withReorder(part(reorder))
                .withCorrupt(part(corrupt))
                .withBandwidth(bytesPerSecond == null ? Faults.UNLIMITED : bytesPerSecond)
                .withResetAfter(resetAfter == null ? Faults.NEVER : resetAfter)
                .withFirst(first == null ? Faults.NEVER : first)
                .withSeed(seed == null ? 0 : seed);
        return delay == null ? faults : faults.withDelay(delay.time(), delay.spread());
    }

    /** The same options in words that a server reads: {@code --delay 20ms+-5ms --drop 5%}. */
    public String words() {
        return FaultText.of(faults(), seed != null);
    }
}
