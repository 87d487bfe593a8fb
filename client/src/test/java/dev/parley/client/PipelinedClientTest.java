package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.core.Codecs;
import dev.parley.core.Endpoint;
import dev.parley.core.Framing;
import dev.parley.core.Framings;
import dev.parley.core.Protocol;
import dev.parley.core.Transport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Many requests in flight on one connection. */
class PipelinedClientTest {
    @Test
    void completesEachRequestWithItsReplyInOrder() throws Exception {
        try (LineServer server = new LineServer();
                PipelinedClient<String, String> client = server.connect()) {
            List<String> completed = Collections.synchronizedList(new ArrayList<>());
            List<CompletableFuture<Void>> replies = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                replies.add(client.send("request " + i).thenAccept(completed::add));
            }
            List<String> requests = server.read(500); // all are in flight before the first is answered
            for (String request : requests) {
                server.write(request + "!");
            }

            CompletableFuture.allOf(replies.toArray(CompletableFuture[]::new)).get();
            assertThat(requests).first().isEqualTo("request 0");
            assertThat(completed)
                    .isEqualTo(requests.stream().map(request -> request + "!").toList());
        }
    }

    @Test
    void sendsWhileRepliesCome() throws Exception {
        try (LineServer server = new LineServer();
                PipelinedClient<String, String> client = server.connect()) {
            for (int i = 0; i < 100; i++) {
                CompletableFuture<String> first = client.send("a" + i);
                CompletableFuture<String> second = client.send("b" + i);
                server.write(server.read() + "!");
                assertThat(first.get()).isEqualTo("a" + i + "!");
                server.write(server.read() + "!");
                assertThat(second.get()).isEqualTo("b" + i + "!");
            }
        }
    }

    @Test
    void waitsWithTheNextRequestWhileTheMostAreInFlight() throws Exception {
        try (LineServer server = new LineServer();
                PipelinedClient<String, String> client = server.connect()) {
            List<CompletableFuture<String>> most = new ArrayList<>();
            for (int i = 0; i < PipelinedClient.MOST_IN_FLIGHT; i++) {
                most.add(client.send(String.valueOf(i)));
            }
            List<CompletableFuture<String>> oneMore = Collections.synchronizedList(new ArrayList<>());
            Thread sender = Thread.ofPlatform().daemon().start(() -> oneMore.add(sent(client, "one more")));
            await().until(() -> sender.getState() == Thread.State.WAITING);
            server.read(PipelinedClient.MOST_IN_FLIGHT);
            assertThat(server.hasInput()).isFalse();
            assertThat(oneMore).isEmpty();

            server.write("0!");
            assertThat(server.read()).isEqualTo("one more");
            sender.join();
            assertThat(oneMore).hasSize(1);
            assertThat(most.getFirst().get()).isEqualTo("0!");
        }
    }

    @Test
    void givesEachOfSeveralThreadsItsOwnReplies() throws Exception {
        int threads = 8;
        int each = 500;
        try (LineServer server = new LineServer();
                PipelinedClient<String, String> client = server.connect()) {
            Map<String, CompletableFuture<String>> replies = Collections.synchronizedMap(new HashMap<>());
            List<Thread> senders = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                String name = "thread " + thread + " request ";
                senders.add(Thread.ofPlatform().daemon().start(() -> {
                    for (int i = 0; i < each; i++) {
                        replies.put(name + i, sent(client, name + i));
                    }
                }));
            }
            for (int i = 0; i < threads * each; i++) {
                server.write(server.read() + "!");
            }
            for (Thread sender : senders) {
                sender.join();
            }

            assertThat(replies).hasSize(threads * each);
            for (var reply : replies.entrySet()) {
                assertThat(reply.getValue().get()).isEqualTo(reply.getKey() + "!");
            }
        }
    }

    /** Such a server stops both ways while its replies are not taken; a client that took none while it writes would stop it. */
    @Test
    void takesRepliesWhileItsServerTakesNoRequests() throws Exception {
        int requests = 250;
        String large = "x".repeat(64 << 10);
        try (LineServer server = new LineServer();
                PipelinedClient<String, String> client = server.connect()) {
            Thread echo = Thread.ofPlatform().daemon().start(() -> server.echo(requests));
            List<CompletableFuture<String>> replies = new ArrayList<>();
            for (int i = 0; i < requests; i++) {
                replies.add(client.send(large));
            }
            for (CompletableFuture<String> reply : replies) {
                assertThat(reply.get()).hasSize(large.length());
            }
            echo.join();
        }
    }

    @Test
    void requestThatTheFramingCannotCarryHarmsNoOther() throws Exception {
        try (LineServer server = new LineServer();
                PipelinedClient<String, String> client = server.connect()) {
            CompletableFuture<String> before = client.send("before");
            for (int i = 0; i <= PipelinedClient.MOST_IN_FLIGHT; i++) {
                assertThatThrownBy(() -> client.send("two\nlines")).isInstanceOf(IllegalArgumentException.class);
            }
            CompletableFuture<String> after = client.send("after");

            assertThat(server.read(2)).containsExactly("before", "after");
            server.write("1");
            server.write("2");
            assertThat(before.get()).isEqualTo("1");
            assertThat(after.get()).isEqualTo("2");
        }
    }

    @Test
    void refusesWhatCannotBePipelined() {
        Framing line = Framings.LINE;
        assertRefused(new Endpoint("echo", Transport.UDP, "127.0.0.1", 1), line, line);
        assertRefused(new Endpoint("echo", Transport.TCP, "127.0.0.1", 1), Framings.END, line);
        assertRefused(new Endpoint("echo", Transport.TCP, "127.0.0.1", 1), line, Framings.END);
    }

    private static void assertRefused(Endpoint endpoint, Framing requests, Framing responses) {
        Protocol<String, String> protocol =
                new Protocol<>("echo", requests, responses, Codecs.UTF_8, Codecs.UTF_8, false, fault -> null);
        assertThatThrownBy(() -> PipelinedClient.connect(endpoint, protocol, ClientOptions.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be pipelined");
    }

    private static CompletableFuture<String> sent(PipelinedClient<String, String> client, String request) {
        try {
            return client.send(request);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
