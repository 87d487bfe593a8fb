package dev.parley.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the doctor reads in files of {@code /proc} and {@code /sys}. */
class HostFactsTest {
    private static final String SOMAXCONN = "proc/sys/net/core/somaxconn";

    @TempDir
    Path root;

    @Test
    void readsAHostThatLimitsNothing() throws IOException {
        write("proc/cpuinfo", "processor\t: 0\nvendor_id\t: X\nmodel name\t: Some CPU @ 3 GHz\nflags\t: a b\n\n");
        write("proc/loadavg", "0.25 0.50 0.75 1/160 20341\n");
        write("proc/self/limits", """
                Limit                     Soft Limit           Hard Limit           Units
                Max processes             100                  100                  processes
                Max open files            20000                unlimited            files
                Max locked memory         1                    1                    bytes
                """);
        write("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "performance\n");
        write("sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc\n");
        write(SOMAXCONN, "4096\n");
        write("proc/sys/net/ipv4/ip_local_port_range", "32768\t60999\n");
        buffers("212992\n", "4194304\n");

        assertThat(lines(8))
                .containsExactly(
                        "  cores              8",
                        "  cpu                Some CPU @ 3 GHz",
                        "  load average       0.25",
                        "  governor           performance",
                        "  clock source       tsc",
                        "  descriptors        20000 (can be raised to unlimited)",
                        "  somaxconn          4096",
                        "  ephemeral ports    32768 to 60999",
                        "  receive buffer     default 208 KiB, at most 4096 KiB",
                        "  send buffer        default 208 KiB, at most 4096 KiB");
    }

    @Test
    void reportsUnknownAndGivesNoAdviceWhereFilesAreMissing() {
        assertThat(lines(8))
                .containsExactly(
                        "  cores              8",
                        "  cpu                unknown",
                        "  load average       unknown",
                        "  governor           unknown",
                        "  clock source       unknown",
                        "  descriptors        unknown",
                        "  somaxconn          unknown",
                        "  ephemeral ports    unknown",
                        "  receive buffer     default unknown, at most unknown",
                        "  send buffer        default unknown, at most unknown");
    }

    @Test
    void reportsUnknownWhereFilesHoldSomethingElse() throws IOException {
        for (String file :
                List.of("proc/cpuinfo", "proc/self/limits", SOMAXCONN, "proc/sys/net/ipv4/ip_local_port_range")) {
            write(file, "no number here");
        }
        write("proc/loadavg", "no number here");
        buffers("", "99999999999999999999");
        assertThat(lines(8)).filteredOn(line -> !line.contains("unknown")).containsExactly("  cores              8");
    }

    @ParameterizedTest
    @CsvSource({
        "proc/loadavg, 4.01 1.00 1.00 1/1 1, ! load average       4.01: other work",
        "proc/loadavg, 4.00 9.00 9.00 1/1 1, '  load average       4.00'",
        "sys/devices/system/cpu/cpu0/cpufreq/scaling_governor, powersave, ! governor           powersave: the cores slow",
        "sys/devices/system/clocksource/clocksource0/current_clocksource, hpet, ! clock source       hpet: every reading",
        "proc/sys/net/core/somaxconn, 1023, ! somaxconn          1023: a burst",
        "proc/sys/net/core/somaxconn, 1024, '  somaxconn          1024'",
        "proc/sys/net/ipv4/ip_local_port_range, 40000 59998, ! ephemeral ports    40000 to 59998: few",
        "proc/sys/net/ipv4/ip_local_port_range, 40000 59999, '  ephemeral ports    40000 to 59999'",
        "proc/sys/net/core/rmem_max, 1048575, '! receive buffer     default unknown, at most 1023 KiB: a burst'",
        "proc/sys/net/core/wmem_max, 1048576, '  send buffer        default unknown, at most 1024 KiB'",
    })
    void marksWhatLimitsAndOnlyThat(String file, String content, String begins) throws IOException {
        write(file, content);
        assertThat(lines(8)).anyMatch(line -> line.startsWith("! ") ? line.startsWith(begins) : line.equals(begins));
        assertThat(lines(8)).filteredOn(line -> line.startsWith("! ")).hasSize(begins.startsWith("!") ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({"1024, true", "12499, true", "12500, false", "unlimited, false"})
    void marksADescriptorLimitBelowParleysOwn(String soft, boolean marked) throws IOException {
        write("proc/self/limits", "Max open files            " + soft + "                20000                files\n");
        assertThat(lines(8))
                .anyMatch(line -> line.startsWith((marked ? "! " : "  ") + "descriptors        " + soft)
                        && line.contains("ulimit -n") == marked);
    }

    @Test
    void marksFewerCoresThanClientServerAndKernelWant() {
        assertThat(lines(3)).first().asString().startsWith("! cores              3: ");
        assertThat(lines(4)).first().isEqualTo("  cores              4");
    }

    /** Such a file gives its value to the first read alone; read a byte at a time it gives 4. */
    @Test
    void readsAKernelSettingWhole() throws IOException {
        Path real = Path.of("/", SOMAXCONN);
        if (!Files.isReadable(real)) {
            System.err.println("HostFactsTest#readsAKernelSettingWhole skipped: there is no " + real);
        }
        assumeTrue(Files.isReadable(real), "there is no " + real);
        Process cat = new ProcessBuilder("cat", real.toString()).start();
        String value = new String(cat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        assertThat(new HostFacts(Path.of("/"), 8).limits())
                .filteredOn(finding -> finding.name().equals("somaxconn"))
                .extracting(HostCheck::value)
                .containsExactly(value);
    }

    private void buffers(String usual, String most) throws IOException {
        for (String way : List.of("rmem", "wmem")) {
            write("proc/sys/net/core/" + way + "_default", usual);
            write("proc/sys/net/core/" + way + "_max", most);
        }
    }

    private void write(String file, String content) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }

    private List<String> lines(int cores) {
        HostFacts facts = new HostFacts(root, cores);
        return Stream.concat(facts.machine().stream(), facts.limits().stream())
                .map(HostCheck::line)
                .toList();
    }
}
