package dev.parley.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.shell.ExitCode;
import dev.parley.core.Endpoint;
import dev.parley.engine.RunningServer;
import dev.parley.engine.ServerSpec;
import dev.parley.engine.jdk.SelectorEngine;
import dev.parley.services.Echo;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code parley load --bandwidth}. */
class LoadBandwidthTest extends LoadCalls {
    private static RunningServer echo() throws Exception {
        return new SelectorEngine()
                .start(ServerSpec.of(Endpoint.parse("echo+udp://127.0.0.1:0"), Echo.PROTOCOL, Echo::serve));
    }

    @Test
    void aBandwidthIsARateOfMessagesThatFitAPacket() throws Exception {
        try (RunningServer server = echo()) {
            int code = load(server.endpoint().toString(), "-b", "1.12MB/s", "--count", "80", "--warmup", "0", "-q");
            assertThat(code).isEqualTo(ExitCode.OK);
        }
        assertThat(printed())
                .contains("constant 800/s, 10 clients, depth 1, 1400 bytes")
                .containsPattern("bandwidth: sent [0-9.]+ MB/s \\([0-9.]+ Mbit/s\\), received "); // as it went
    }

    @Test
    void severalAreTriedInTurn() throws Exception {
        try (RunningServer server = echo()) {
            int code = load(
                    server.endpoint().toString(),
                    "--bandwidth",
                    "400kB/s,8Mbit/s",
                    "--size",
                    "1000",
                    "--count",
                    "40",
                    "--warmup",
                    "0",
                    "--json",
                    "-");
            assertThat(code).isEqualTo(ExitCode.OK);
        }
        assertThat(printed()).contains("\"schema\" : \"parley-bandwidth\"");
        assertThat(errors()).contains("400.0 kB/s (3.2 Mbit/s):").contains("1.0 MB/s (8.0 Mbit/s):");
    }

    @Test
    void theTableHasARowForEach() throws Exception {
        try (RunningServer server = echo()) {
            load(server.endpoint().toString(), "-b", "400kB/s,8Mbit/s", "--count", "40", "--warmup", "0", "-q");
        }
        List<String> lines = printed().lines().toList();
        assertThat(lines.get(2).strip().split(" {2,}")).startsWith("asked", "sent", "received", "lost", "p50", "p99");
        assertThat(lines.get(3)).contains("3.2 Mbit/s").contains("0.00 %");
        assertThat(lines.get(4)).contains("8.0 Mbit/s").contains("0.00 %");
    }

    @ParameterizedTest
    @CsvSource({
        "-b 100M, invalid bandwidth '100M'; expected bits or bytes a second",
        "-b 1MB/s --rate 5, --bandwidth cannot be combined with --rate",
        "-b 1MB/s --closed, --bandwidth cannot be combined with --rate",
        "'-b 1MB/s,2MB/s --html x', cannot be combined with several bandwidths",
        "'-b 1MB/s,2MB/s --percentiles 50', --percentiles cannot be combined with several bandwidths",
        "-b 1MB/s --find p99<1s, --bandwidth cannot be combined with --find",
        "-b 1GB/s --size 1, rate must be greater than 0 and at most"
    })
    void whatMakesNoSenseIsRefused(String words, String why) {
        assertThat(load("echo+udp://127.0.0.1:9", words.split(" "))).isEqualTo(ExitCode.USAGE);
        assertThat(errors()).contains(why);
    }
}
