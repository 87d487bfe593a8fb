package dev.parley.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.shell.Endpoints;
import dev.parley.compare.Comparison;
import dev.parley.core.Endpoint;
import dev.parley.load.LoadSpec;
import dev.parley.load.Sizes;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompareTableTest {
    @Test
    void beginsWithTheLoadAndTheMessagesThatWereSent() {
        Endpoint endpoint = Endpoint.parse("reverse+tcp://127.0.0.1:1");
        LoadSpec spec = LoadSpec.of(endpoint, Endpoints.bytesProtocol(endpoint, null));
        Comparison nothing = Comparison.of("parley compare reverse", Instant.EPOCH, 2, "", List.of(), "");

        assertThat(CompareTable.of(nothing, spec.withMessages(new Sizes(16, 512), List.of()), 0))
                .startsWith("reverse: closed loop, 1 clients, depth 1, 16-512 bytes\n2 rounds of ");
        assertThat(CompareTable.of(nothing, spec.withMessages(new Sizes(64, 64), List.of(new byte[3], new byte[5])), 0))
                .startsWith("reverse: closed loop, 1 clients, depth 1, 2 given, 3 to 5 bytes\n");
    }
}
