package dev.parley.cli.doctor;

import dev.parley.cli.shell.DescriptorLimit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * What Linux reports about this host in {@code /proc} and {@code /sys}. Elsewhere, and in containers that hide them, the
 * files are missing and the answer is {@link HostCheck#UNKNOWN}.
 *
 * @param root where those directories are; {@code /} but in tests
 * @param cores processors this JVM may use
 */
record HostFacts(Path root, int cores) {
    /** Below, a client, a server and the kernel's own work wait for each other. */
    private static final int CORES_WANTED = 4;

    private static final List<String> FAST_CLOCKS =
            List.of("tsc", "kvm-clock", "arch_sys_counter", "hyperv_clocksource_tsc_page");
    /** Descriptors below which Parley cannot grant its 10,000 clients: it takes 80 % of them. */
    private static final int DESCRIPTORS_WANTED = 12_500;

    private static final int BACKLOG_WANTED = 1024;
    /** A closed connection keeps its port for a minute: so many are used up by 333 new connections a second. */
    private static final int PORTS_WANTED = 20_000;

    private static final long BUFFER_BYTES_WANTED = 1 << 20;

    /** Of a longer one ({@code /proc/cpuinfo} of many cores) the beginning is enough. */
    private static final int LONGEST_FILE_BYTES = 1 << 16;

    private static final Pattern MODEL = Pattern.compile("(?m)^(?:model name|Model|cpu model)\\s*:\\s*(.+)$");

    static HostFacts ofThisHost() {
        return new HostFacts(Path.of("/"), Runtime.getRuntime().availableProcessors());
    }

    /** What the measuring itself runs on. */
    List<HostCheck> machine() {
        return List.of(
                HostCheck.of(
                        "cores",
                        Integer.toString(cores),
                        cores < CORES_WANTED,
                        "client and server compete for them; compare runs of this host only"),
                HostCheck.plain(
                        "cpu", read("proc/cpuinfo").flatMap(HostFacts::model).orElse(HostCheck.UNKNOWN)),
                load(),
                governor(),
                clockSource());
    }

    /** What the kernel grants to sockets. */
    List<HostCheck> limits() {
        return List.of(
                descriptors(), backlog(), ports(), buffer("receive buffer", "rmem"), buffer("send buffer", "wmem"));
    }

    private static Optional<String> model(String cpuinfo) {
        Matcher model = MODEL.matcher(cpuinfo);
        return model.find() ? Optional.of(model.group(1).strip()) : Optional.empty();
    }

    private HostCheck load() {
        Optional<String> average =
                read("proc/loadavg").map(text -> text.split(" ", 2)[0]).filter(text -> text.matches("\\d+\\.\\d+"));
        boolean busy =
                average.map(Double::valueOf).filter(load -> load > cores / 2.0).isPresent();
        return HostCheck.of(
                "load average",
                average.orElse(HostCheck.UNKNOWN),
                busy,
                "other work runs here; measure when it has ended");
    }

    private HostCheck governor() {
        Optional<String> governor = read("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor");
        return HostCheck.of(
                "governor",
                governor.orElse(HostCheck.UNKNOWN),
                governor.filter(name -> !name.equals("performance")).isPresent(),
                "the cores slow down when little is to do; cpupower frequency-set -g performance");
    }

    private HostCheck clockSource() {
        Optional<String> source = read("sys/devices/system/clocksource/clocksource0/current_clocksource");
        return HostCheck.of(
                "clock source",
                source.orElse(HostCheck.UNKNOWN),
                source.filter(name -> !FAST_CLOCKS.contains(name)).isPresent(),
                "every reading of this clock is a system call");
    }

    private HostCheck descriptors() {
        return read("proc/self/limits")
                .flatMap(DescriptorLimit::parse)
                .map(limit -> HostCheck.of(
                        "descriptors",
                        DescriptorLimit.text(limit.soft()) + " (can be raised to " + DescriptorLimit.text(limit.hard())
                                + ")",
                        limit.soft() < DESCRIPTORS_WANTED,
                        "fewer clients than Parley's 10,000; ulimit -n " + DESCRIPTORS_WANTED))
                .orElse(HostCheck.plain("descriptors", HostCheck.UNKNOWN));
    }

    private HostCheck backlog() {
        return number(
                "somaxconn",
                read("proc/sys/net/core/somaxconn"),
                most -> most < BACKLOG_WANTED,
                "a burst of connects waits for seconds; sysctl -w net.core.somaxconn=4096");
    }

    private HostCheck ports() {
        long[] range = numbers(read("proc/sys/net/ipv4/ip_local_port_range").orElse(""));
        if (range.length != 2) {
            return HostCheck.plain("ephemeral ports", HostCheck.UNKNOWN);
        }
        return HostCheck.of(
                "ephemeral ports",
                range[0] + " to " + range[1],
                range[1] - range[0] + 1 < PORTS_WANTED,
                "few; many short connections use them up; sysctl -w net.ipv4.ip_local_port_range='32768 60999'");
    }

    private HostCheck buffer(String name, String kernelName) {
        OptionalLong usual = number(read("proc/sys/net/core/" + kernelName + "_default"));
        OptionalLong most = number(read("proc/sys/net/core/" + kernelName + "_max"));
        return HostCheck.of(
                name,
                "default " + size(usual) + ", at most " + size(most),
                most.isPresent() && most.getAsLong() < BUFFER_BYTES_WANTED,
                "a burst of datagrams does not fit; sysctl -w net.core." + kernelName + "_max=4194304");
    }

    private static String size(OptionalLong bytes) {
        return bytes.isEmpty() ? HostCheck.UNKNOWN : String.format(Locale.ROOT, "%d KiB", bytes.getAsLong() >> 10);
    }

    private static HostCheck number(String name, Optional<String> text, LongPredicate limits, String advice) {
        OptionalLong value = number(text);
        return value.isEmpty()
                ? HostCheck.plain(name, HostCheck.UNKNOWN)
                : HostCheck.of(name, Long.toString(value.getAsLong()), limits.test(value.getAsLong()), advice);
    }

    private static OptionalLong number(Optional<String> text) {
        long[] numbers = numbers(text.orElse(""));
        return numbers.length == 1 ? OptionalLong.of(numbers[0]) : OptionalLong.empty();
    }

    /** Numbers with blanks between them; empty where anything else is there. */
    private static long[] numbers(String text) {
        return text.matches("\\d{1,18}(\\s+\\d{1,18})*")
                ? Pattern.compile("\\s+")
                        .splitAsStream(text)
                        .mapToLong(Long::parseLong)
                        .toArray()
                : LongStream.empty().toArray();
    }

    /** One large read: a file of {@code /proc/sys} gives all it has to the first read, and nothing to a second. */
    private Optional<String> read(String file) {
        try (InputStream in = Files.newInputStream(root.resolve(file))) {
            byte[] bytes = new byte[LONGEST_FILE_BYTES];
            int size = Math.max(0, in.read(bytes));
            String text = new String(bytes, 0, size, StandardCharsets.UTF_8).strip();
            return text.isEmpty() ? Optional.empty() : Optional.of(text);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
