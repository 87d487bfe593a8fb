package dev.parley.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.core.ClientSession;
import dev.parley.core.Codecs;
import dev.parley.core.Endpoint;
import dev.parley.core.Protocol;
import dev.parley.core.ProtocolException;
import dev.parley.core.Transport;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

/** However a conversation ends: what is due fails with the reason, so does every later request, and the connection is closed. */
class PipelinedClientEndTest {
    private static final int LONGEST_BYTES = 8;

    @Test
    void failsWhatIsDueWhenTheServerClosesInTheMiddle() throws Exception {
        try (LineServer server = new LineServer();
                PipelinedClient<String, String> client = server.connect()) {
            CompletableFuture<String> answered = client.send("a");
            CompletableFuture<String> second = client.send("b");
            CompletableFuture<String> third = client.send("c");
            server.read(3);
            server.write("A");
            server.closePeer();

            assertThat(answered.get()).isEqualTo("A");
            assertFailed(second).isInstanceOf(ServerClosedException.class).hasMessageEndingWith(": server closed");
            assertFailed(third).isSameAs(failureOf(second));
            assertOver(client, failureOf(second));
        }
    }

    @Test
    void failsWhatIsDueWhenTheServerResetsTheConnection() throws Exception {
        try (LineServer server = new LineServer();
                PipelinedClient<String, String> client = server.connect()) {
            CompletableFuture<String> reply = client.send("a");
            server.read();
            server.reset();

            assertFailed(reply).isInstanceOf(ServerClosedException.class).hasMessageContaining("reset");
            assertOver(client, failureOf(reply));
        }
    }

    @Test
    void failsWhatIsDueWhenAReplyIsNoneOfTheProtocol() throws Exception {
        MemoryWire wire = new MemoryWire();
        PipelinedClient<String, String> client = over(wire);
        CompletableFuture<String> answered = client.send("a");
        CompletableFuture<String> second = client.send("b");
        CompletableFuture<String> third = client.send("c");
        wire.arrives(("A\n" + "x".repeat(LONGEST_BYTES + 1) + "\nC\n").getBytes(UTF_8));

        assertThat(answered.get()).isEqualTo("A");
        assertFailed(second).isInstanceOf(ProtocolException.TooLarge.class);
        assertFailed(third).isSameAs(failureOf(second));
        assertOver(client, failureOf(second));
        assertThat(wire.isClosed()).isTrue();
    }

    @Test
    void failsWhatIsDueWhenAReplyDoesNotComeInTime() throws Exception {
        try (LineServer server = new LineServer();
                PipelinedClient<String, String> client =
                        server.connect(ClientOptions.DEFAULT.withReplyTimeout(Duration.ofMillis(20)))) {
            CompletableFuture<String> reply = client.send("a");

            assertFailed(reply).isInstanceOf(ReplyTimeoutException.class);
            assertOver(client, failureOf(reply));
            assertThat(server.read()).isEqualTo("a");
            assertThatThrownBy(server::read)
                    .as("the connection is reset")
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void failsWhatIsDueWhenItsReadingThreadFails() throws Exception {
        MemoryWire wire = new MemoryWire();
        Protocol<String, String> protocol = LineServer.PROTOCOL.withCodecs(
                Codecs.UTF_8,
                Codecs.mapped(
                        bytes -> {
                            throw new AssertionError("on purpose");
                        },
                        text -> text.getBytes(UTF_8)));
        PipelinedClient<String, String> client = over(wire, protocol);
        CompletableFuture<String> reply = client.send("a");
        wire.arrives("A\n".getBytes(UTF_8));

        assertFailed(reply).isInstanceOf(AssertionError.class).hasMessage("on purpose");
        assertOver(client, failureOf(reply));
        assertThat(wire.isClosed()).isTrue();
    }

    @Test
    void isBrokenForGoodAfterAWriteThatFailedPartWay() throws Exception {
        MemoryWire wire = new MemoryWire();
        PipelinedClient<String, String> client = over(wire);
        CompletableFuture<String> due = client.send("one");
        wire.failsAfter("one\ntw".length());

        IOException failure = failureOfSending(client, "two");

        assertThat(failure).isInstanceOf(SocketException.class).hasMessage("no buffer space");
        assertFailed(due).isSameAs(failure);
        assertThat(wire.isClosed()).isTrue();
        wire.failsAfter(Integer.MAX_VALUE);
        assertOver(client, failure);
        assertThat(wire.sent())
                .asString(UTF_8)
                .as("nothing was written behind it")
                .isEqualTo("one\ntw");
    }

    @Test
    void failsWhatIsDueWhenItIsClosed() throws Exception {
        try (LineServer server = new LineServer()) {
            PipelinedClient<String, String> client = server.connect();
            CompletableFuture<String> first = client.send("a");
            CompletableFuture<String> second = client.send("b");
            server.read(2);

            client.close();

            assertThat(first).as("when close returns").isCompletedExceptionally();
            assertFailed(first).isInstanceOf(IOException.class).hasMessage("the client was closed");
            assertFailed(second).isSameAs(failureOf(first));
            assertThat(server.read()).as("the connection is closed").isNull();
            client.close();
            assertOver(client, failureOf(first));
        }
    }

    @Test
    void endsItsReadingThreadWhenItIsClosedWithNothingDue() throws Exception {
        MemoryWire wire = new MemoryWire();
        PipelinedClient<String, String> client = over(wire);
        client.close();

        await().until(wire::isDrained);
        assertThat(wire.isClosed()).isTrue();
    }

    @Test
    void freesSendersThatWaitForRoom() throws Exception {
        MemoryWire wire = new MemoryWire();
        PipelinedClient<String, String> client = over(wire);
        List<CompletableFuture<String>> due = new ArrayList<>();
        for (int i = 0; i < PipelinedClient.MOST_IN_FLIGHT; i++) {
            due.add(client.send("x"));
        }
        List<IOException> failures = new CopyOnWriteArrayList<>();
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            senders.add(Thread.ofPlatform().daemon().start(() -> failures.add(failureOfSending(client, "y"))));
        }
        for (Thread sender : senders) {
            await().until(() -> sender.getState() == Thread.State.WAITING);
        }

        wire.ends();

        for (Thread sender : senders) {
            sender.join();
        }
        assertThat(failures)
                .hasSize(3)
                .allSatisfy(failure -> assertThat(failure).hasCauseInstanceOf(ServerClosedException.class));
        assertThat(due).allSatisfy(reply -> assertThat(reply).isCompletedExceptionally());
    }

    private static PipelinedClient<String, String> over(MemoryWire wire) {
        return over(wire, LineServer.PROTOCOL);
    }

    private static PipelinedClient<String, String> over(MemoryWire wire, Protocol<String, String> protocol) {
        return PipelinedClient.over(new Client<>(
                new Endpoint("echo", Transport.TCP, "127.0.0.1", 1),
                ClientSession.stream(protocol, LONGEST_BYTES),
                wire,
                Duration.ofMinutes(1)));
    }

    private static AbstractThrowableAssert<?, ?> assertFailed(CompletableFuture<?> reply) throws Exception {
        return assertThat(failureOf(reply));
    }

    private static Throwable failureOf(CompletableFuture<?> reply) throws Exception {
        return reply.handle((value, failure) -> failure).get();
    }

    private static void assertOver(PipelinedClient<String, String> client, Throwable reason) {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> client.send("more"))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the conversation is over: " + reason.getMessage())
                    .cause()
                    .isSameAs(reason);
        }
    }

    private static IOException failureOfSending(PipelinedClient<String, String> client, String request) {
        try {
            throw new AssertionError(request + " was sent: " + client.send(request));
        } catch (IOException e) {
            return e;
        }
    }
}
