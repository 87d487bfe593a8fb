package dev.parley.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.RawClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code serve --json} tells a program where it serves and how it ended, as documented in docs/json-lines.md. */
@Tag("slow")
class ServeJsonTest {
    @Test
    void printsAnObjectForEachListenerAndOneForTheStop() throws Exception {
        try (ParleyProcess parley = ParleyProcess.start("serve", "reverse://:0", "timer+udp://[::1]:0", "--json")) {
            Matcher udp = parley.program()
                    .awaitText("\\{\"kind\":\"ready\",\"endpoint\":\"timer\\+udp://\\[::1]:(\\d+)\","
                            + "\"address\":\"::1\",\"port\":(\\d+),\"engine\":\"threads\"}\n");
            assertThat(udp.group(1)).isEqualTo(udp.group(2)).isNotEqualTo("0");
            Matcher ready = parley.program()
                    .awaitText("\\{\"kind\":\"ready\",\"endpoint\":\"reverse\\+tcp://127.0.0.1:\\d+\","
                            + "\"address\":\"127.0.0.1\",\"port\":(\\d+),\"engine\":\"threads\"}\n");
            try (RawClient client = RawClient.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(ready.group(1))))) {
                client.send((byte) 1, (byte) 'x').receive(2);

                assertThat(parley.stop("TERM")).isEqualTo(ExitCode.OK);
            }
            assertThat(parley.program().outText().lines())
                    .hasSize(3)
                    .last()
                    .isEqualTo("{\"kind\":\"stopped\",\"drained\":1,\"cut\":0,\"forced\":[],\"exitCode\":0}");
        }
    }
}
