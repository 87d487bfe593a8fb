package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.Endpoint;
import dev.parley.result.Outcome;
import dev.parley.testkit.EchoServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LoadedServersTest {
    private static final int FIRST_PORT = 20_000;

    private static LoadSpec spec(int servers, int clients, int loops) {
        return Loads.echo(FIRST_PORT)
                .alsoAt(IntStream.range(1, servers)
                        .mapToObj(number -> Endpoint.parse("echo+tcp://127.0.0.1:" + (FIRST_PORT + number)))
                        .toList())
                .withClients(clients, 1, loops);
    }

    private static int server(LoadedServers servers, int client) {
        return servers.ofClient(client).endpoint().port() - FIRST_PORT;
    }

    @Test
    void clientsAreSpreadEvenlyHoweverManyLoopsThereAre() throws IOException {
        for (int servers = 1; servers <= 6; servers++) {
            for (int loops = 1; loops <= 8; loops++) {
                for (int clients = servers; clients <= 40; clients++) {
                    LoadedServers spread = LoadedServers.of(spec(servers, clients, loops));
                    Collection<Long> each = IntStream.range(0, clients)
                            .mapToObj(client -> server(spread, client))
                            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                            .values();
                    assertThat(each)
                            .as("%d clients of %d loops at %d servers", clients, loops, servers)
                            .hasSize(servers)
                            .allMatch(count -> count >= each.iterator().next() - 1
                                    && count <= each.iterator().next() + 1);
                }
            }
        }
    }

    @Test
    void clientsOfOneLoopAreAtEveryServer() throws IOException {
        for (int loops = 2; loops <= 8; loops += 2) {
            LoadedServers spread = LoadedServers.of(spec(2, 40, loops));
            for (int loop = 0; loop < loops; loop++) {
                int every = loops;
                assertThat(IntStream.iterate(loop, client -> client < 40, client -> client + every)
                                .map(client -> server(spread, client)))
                        .as("of loop %d of %d", loop, loops)
                        .contains(0, 1);
            }
        }
        LoadedServers two = LoadedServers.of(spec(2, 8, 2));
        assertThat(IntStream.range(0, 8).map(client -> server(two, client))).containsExactly(0, 1, 1, 0, 0, 1, 1, 0);
    }

    @Test
    void eachClientHasItsRepliesFromItsServer() throws IOException, InterruptedException {
        try (EchoServer a = new EchoServer()) {
            LoadSpec spec;
            try (EchoServer b = new EchoServer()) {
                spec = Loads.echo(a.streamPort())
                        .alsoAt(List.of(Endpoint.parse("echo+tcp://127.0.0.1:" + b.streamPort())))
                        .withClients(4, 1, 1)
                        .counting(Duration.ZERO, 40);
                assertThat(spec.setting().endpoint())
                        .isEqualTo(
                                "echo+tcp://127.0.0.1:" + a.streamPort() + ",echo+tcp://127.0.0.1:" + b.streamPort());
                assertThat(Loads.run(spec).measured().count(Outcome.REPLY)).isEqualTo(40);
            }
            assertThat(Loads.run(spec).measured().clientsWithoutReply()).isEqualTo(2);
        }
    }

    @Test
    void serversOfTwoKindsAreRefused() {
        Map<String, String> refused = Map.of(
                "sockperf+tcp://127.0.0.1:9", "of one kind",
                "echo+udp://127.0.0.1:9", "of one kind",
                "echo+tls+tcp://127.0.0.1:9", "of one kind");
        refused.forEach((other, why) -> assertThatThrownBy(() -> Loads.echo(9).alsoAt(List.of(Endpoint.parse(other))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why));
    }
}
