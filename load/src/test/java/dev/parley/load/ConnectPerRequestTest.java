package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.core.Endpoint;
import dev.parley.result.Counter;
import dev.parley.result.LoadResult;
import dev.parley.result.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ConnectPerRequestTest {
    private static LoadSpec load(int port, int count) {
        return Loads.echo(port)
                .connectingPerRequest(true)
                .withClients(2, 1, 1)
                .counting(Duration.ZERO, count)
                .onSchedule(new ConstantRate(1000));
    }

    @Test
    void eachRequestHasAConnectionOfItsOwn() throws Exception {
        Set<Socket> used = ConcurrentHashMap.newKeySet();
        try (ScriptedServer server = new ScriptedServer((number, request, connection) -> {
            used.add(connection);
            ScriptedServer.reply(connection, request);
        })) {
            LoadResult.Measured measured = Loads.run(load(server.port(), 50)).measured();
            assertThat(measured.count(Outcome.REPLY)).isEqualTo(50);
            assertThat(measured.connect().count()).isEqualTo(50);
            assertThat(measured.count(Counter.RECONNECTED)).isZero();
            assertThat(used).hasSize(50);
        }
    }

    @Test
    void aClosedLoopConnectsAgainAfterEachReply() throws Exception {
        try (ScriptedServer server =
                new ScriptedServer((number, request, connection) -> ScriptedServer.reply(connection, request))) {
            LoadResult.Measured measured =
                    Loads.run(load(server.port(), 40).onSchedule(null)).measured();
            assertThat(measured.count(Outcome.REPLY)).isEqualTo(40);
            assertThat(measured.connect().count()).isEqualTo(40);
        }
    }

    /** A server that goes away after ten: those after it are refused, once each. */
    @Test
    void aRefusedConnectionIsThatRequestsError() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> serveTen(listener));
            LoadResult.Measured measured =
                    Loads.run(load(listener.getLocalPort(), 60)).measured();
            assertThat(measured.response().count()).isEqualTo(60);
            assertThat(measured.count(Outcome.REPLY)).isBetween(9L, 10L);
            assertThat(measured.count(Outcome.CLOSED) + measured.count(Outcome.REPLY))
                    .isEqualTo(60);
            assertThat(measured.count(Counter.REFUSED)).isBetween(40L, 51L);
        }
    }

    private static void serveTen(ServerSocket listener) {
        try (listener) {
            listener.accept().close(); // whether there is a server: no request
            listener.accept().close();
            for (int i = 0; i < 10; i++) {
                try (Socket connection = listener.accept()) {
                    byte[] request = connection.getInputStream().readNBytes(65);
                    connection.getOutputStream().write(request);
                    connection.getInputStream().read();
                }
            }
        } catch (IOException e) {
            // the test is over
        }
    }

    @Test
    void whatIsNotAnsweredInTimeIsLost() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            LoadSpec spec = load(silent.getLocalPort(), 4).expecting(Duration.ofMillis(50), request -> request);
            LoadResult.Measured measured = Loads.run(spec).measured();
            assertThat(measured.count(Outcome.LOST)).isPositive();
            assertThat(measured.count(Outcome.REPLY)).isZero();
        }
    }

    @Test
    void itNeedsTcpAndOneRequestAtATime() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> load(1, 1).withClients(1, 2, 1))
                .withMessageContaining("depth is 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoadSpec.of(Endpoint.parse("echo+udp://127.0.0.1:7"), Loads.LEN8)
                        .connectingPerRequest(true))
                .withMessageContaining("needs TCP");
    }
}
