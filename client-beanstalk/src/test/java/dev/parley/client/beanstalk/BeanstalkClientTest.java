package dev.parley.client.beanstalk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.client.CannotConnectException;
import dev.parley.client.ClientOptions;
import dev.parley.client.ReplyTimeoutException;
import dev.parley.client.ServerClosedException;
import dev.parley.core.Endpoint;
import dev.parley.queue.MessageState;
import dev.parley.queue.NewMessage;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same of both servers: Parley's and beanstalkd. */
class BeanstalkClientTest {
    private static NewMessage message(String tube, String body) {
        return new NewMessage(tube, 100, Duration.ZERO, Duration.ofMinutes(1), body.getBytes(UTF_8));
    }

    private static String text(Optional<BeanstalkMessage> message) {
        return new String(message.orElseThrow().body(), UTF_8);
    }

    private static void awaitWaiting(BeanstalkClient queue) {
        await().until(() -> "1".equals(queue.stats().get("current-waiting")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"parley", "beanstalkd"})
    void aMessageIsStoredReservedAndDeleted(String name) throws Exception {
        try (QueueServer server = QueueServer.start(name);
                BeanstalkClient queue = BeanstalkClient.connect(server.endpoint())) {
            long id = queue.put(message("mail", "hello"));
            assertThat(id).isEqualTo(1);
            assertThat(queue.reserve(Duration.ZERO))
                    .as("only default is watched")
                    .isEmpty();
            assertThat(queue.watch("mail")).isEqualTo(2);
            assertThat(queue.ignore("default")).isEqualTo(1);

            Optional<BeanstalkMessage> reserved = queue.reserve(Duration.ofSeconds(5));

            assertThat(text(reserved)).isEqualTo("hello");
            assertThat(reserved.orElseThrow().id()).isEqualTo(id);
            assertThat(queue.touch(id)).isTrue();
            assertThat(queue.stats(id).orElseThrow()).containsEntry("state", "reserved");
            assertThat(queue.delete(id)).isTrue();
            assertThat(queue.delete(id)).isFalse();
            assertThat(queue.touch(id)).isFalse();
            assertThat(queue.stats(id)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"parley", "beanstalkd"})
    void aMessageIsReleasedBuriedAndKicked(String name) throws Exception {
        try (QueueServer server = QueueServer.start(name);
                BeanstalkClient queue = BeanstalkClient.connect(server.endpoint())) {
            long id = queue.put(message("default", "x"));
            assertThat(queue.reserveById(id)).isPresent();
            assertThat(queue.reserveById(id)).isEmpty();
            assertThat(queue.release(id, 5, Duration.ofMillis(99_001))).isTrue();
            assertThat(queue.release(id, 5, Duration.ZERO)).isFalse();
            assertThat(queue.stats(id).orElseThrow())
                    .containsEntry("state", "delayed")
                    .containsEntry("pri", "5")
                    .containsEntry("delay", "100");
            assertThat(queue.kick(id)).isTrue();
            assertThat(queue.kick(id)).isFalse();
            assertThat(text(queue.reserve(Duration.ZERO))).isEqualTo("x");
            assertThat(queue.bury(id, 7)).isTrue();
            assertThat(text(queue.peek("default", MessageState.BURIED))).isEqualTo("x");
            assertThat(queue.peek("default", MessageState.READY)).isEmpty();
            assertThat(text(queue.peek(id))).isEqualTo("x");
            assertThat(queue.peek(id + 1)).isEmpty();
            assertThat(queue.kick("default", 10)).isEqualTo(1);
            assertThat(queue.kick("other", 10)).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"parley", "beanstalkd"})
    void whatTheServerKnowsIsRead(String name) throws Exception {
        try (QueueServer server = QueueServer.start(name);
                BeanstalkClient queue = BeanstalkClient.connect(server.endpoint())) {
            queue.put(message("mail", "x"));
            assertThat(queue.tubes()).containsExactlyInAnyOrder("default", "mail");
            assertThat(queue.stats()).containsEntry("current-jobs-ready", "1").containsKey("hostname");
            assertThat(queue.stats().get("version")).matches("1\\.12(\\.0\\+parley)?");
            assertThat(queue.pause("mail", Duration.ofMinutes(1))).isTrue();
            assertThat(queue.stats("mail").orElseThrow())
                    .containsEntry("name", "mail")
                    .containsEntry("pause", "60");
            assertThat(queue.pause("none", Duration.ZERO)).isFalse();
            assertThat(queue.stats("none")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"parley", "beanstalkd"})
    void aRefusalNamesServerCommandReplyAndWayOut(String name) throws Exception {
        try (QueueServer server = QueueServer.start(name);
                BeanstalkClient queue = BeanstalkClient.connect(server.endpoint())) {
            CompletableFuture<Long> tooBig = queue.putLater(message("mail", "a".repeat(65_536)));
            CompletableFuture<Long> next = queue.putLater(message("mail", "a"));

            assertThatThrownBy(tooBig::get)
                    .cause()
                    .isInstanceOf(BeanstalkRefusalException.class)
                    .hasMessageStartingWith(server.endpoint() + ": put: JOB_TOO_BIG (")
                    .hasMessageContaining("--max-message");
            assertThat(next.get()).as("the connection goes on").isPositive();
            assertThatThrownBy(() -> queue.ignore("default"))
                    .isInstanceOf(BeanstalkRefusalException.class)
                    .hasMessageContaining("ignore: NOT_IGNORED");
            assertThatThrownBy(() -> queue.watch("a\r\nquit"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is not the name of a tube");
            assertThat(queue.tubes()).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"parley", "beanstalkd"})
    void threadsShareAConnectionAndEachHasItsTube(String name) throws Exception {
        try (QueueServer server = QueueServer.start(name);
                BeanstalkClient queue = BeanstalkClient.connect(server.endpoint());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Set<Long> ids = ConcurrentHashMap.newKeySet();
            List<Future<?>> producers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String tube = "tube-" + i;
                producers.add(threads.submit(() -> {
                    for (int k = 0; k < 50; k++) {
                        ids.add(queue.put(message(tube, tube)));
                    }
                    return null;
                }));
            }
            for (Future<?> producer : producers) {
                producer.get();
            }
            assertThat(ids).hasSize(400);
            for (int i = 0; i < 8; i++) {
                assertThat(queue.stats("tube-" + i).orElseThrow()).containsEntry("current-jobs-ready", "50");
                assertThat(text(queue.peek("tube-" + i, MessageState.READY))).isEqualTo("tube-" + i);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"parley", "beanstalkd"})
    void aBatchIsSentBeforeItsRepliesAreCollected(String name) throws Exception {
        try (QueueServer server = QueueServer.start(name);
                BeanstalkClient queue = BeanstalkClient.connect(server.endpoint())) {
            List<CompletableFuture<Long>> batch = new ArrayList<>();
            for (int i = 0; i < 1_500; i++) {
                batch.add(queue.putLater(message("default", "m" + i)));
            }
            for (int i = 0; i < 1_500; i++) {
                assertThat(batch.get(i).get()).isEqualTo(i + 1);
            }
            List<CompletableFuture<Boolean>> deleted = new ArrayList<>();
            for (int i = 0; i < 1_500; i++) {
                deleted.add(queue.deleteLater(i + 1));
            }
            assertThat(deleted).allMatch(CompletableFuture::join);
            assertThat(queue.stats()).containsEntry("current-jobs-ready", "0");
        }
    }

    /** Longer than the reply timeout, which is for the server and not for a message. */
    @ParameterizedTest
    @ValueSource(strings = {"parley", "beanstalkd"})
    void aReserveWaitsLongerThanTheReplyTimeout(String name) throws Exception {
        ClientOptions impatient = BeanstalkClient.DEFAULT_OPTIONS.withReplyTimeout(Duration.ofMillis(500));
        try (QueueServer server = QueueServer.start(name);
                BeanstalkClient queue = BeanstalkClient.connect(server.endpoint(), impatient);
                BeanstalkClient producer = BeanstalkClient.connect(server.endpoint())) {
            assertThat(queue.reserve(Duration.ofMillis(10)))
                    .as("rounded up to a second")
                    .isEmpty();
            queue.put(new NewMessage("default", 0, Duration.ZERO, Duration.ofSeconds(1), new byte[0]));
            assertThat(queue.reserve(Duration.ZERO)).isPresent();
            assertThatThrownBy(() -> queue.reserve(Duration.ofSeconds(20)))
                    .isInstanceOf(BeanstalkRefusalException.class)
                    .hasMessageContaining("reserve-with-timeout: DEADLINE_SOON (");
            queue.delete(1);
            CompletableFuture<Void> put = CompletableFuture.runAsync(() -> {
                awaitWaiting(producer);
                try {
                    producer.put(message("default", "late"));
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(text(queue.reserve(Duration.ofSeconds(20)))).isEqualTo("late");
            put.get();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"parley", "beanstalkd"})
    void aServerThatDiesFailsEachCallThatIsUnderWayAndEachLaterOne(String name) throws Exception {
        try (QueueServer server = QueueServer.start(name);
                BeanstalkClient queue = BeanstalkClient.connect(server.endpoint());
                BeanstalkClient other = BeanstalkClient.connect(server.endpoint())) {
            CompletableFuture<Optional<BeanstalkMessage>> reserve = CompletableFuture.supplyAsync(() -> {
                try {
                    return queue.reserve(Duration.ofSeconds(60));
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            awaitWaiting(other);
            CompletableFuture<Long> put = queue.putLater(message("default", "x"));
            CompletableFuture<Boolean> delete = queue.deleteLater(7);

            server.kill();

            for (CompletableFuture<?> call : List.of(put, delete)) {
                assertThatThrownBy(call::get)
                        .cause()
                        .isInstanceOf(ServerClosedException.class)
                        .hasMessageStartingWith(server.endpoint().toString());
            }
            assertThatThrownBy(reserve::get).rootCause().isInstanceOf(ServerClosedException.class);
            assertThatThrownBy(() -> queue.put(message("default", "x"))).isInstanceOf(ServerClosedException.class);
            assertThatThrownBy(queue::stats).isInstanceOf(ServerClosedException.class);
        }
    }

    @Test
    void aServerThatDoesNotReplyIsATimeout() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                BeanstalkClient queue = BeanstalkClient.connect(
                        Endpoint.parse("beanstalk://127.0.0.1:" + silent.getLocalPort()),
                        ClientOptions.DEFAULT.withReplyTimeout(Duration.ofMillis(50)))) {
            assertThatThrownBy(() -> queue.put(message("default", "x")))
                    .isInstanceOf(ReplyTimeoutException.class)
                    .hasMessageContaining("no reply within 50 ms");
        }
    }

    @Test
    void noServerIsNamed() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThatThrownBy(() -> BeanstalkClient.connect(Endpoint.parse("beanstalk://:" + port)))
                .isInstanceOf(CannotConnectException.class)
                .hasMessageContaining("cannot connect to beanstalk+tcp://127.0.0.1:" + port);
    }

    /** What holds a message and ends gives it back. */
    @ParameterizedTest
    @ValueSource(strings = {"parley", "beanstalkd"})
    void whatAClosedConnectionHeldIsReadyAgain(String name) throws Exception {
        try (QueueServer server = QueueServer.start(name);
                BeanstalkClient queue = BeanstalkClient.connect(server.endpoint())) {
            queue.put(message("default", "x"));
            try (BeanstalkClient worker = BeanstalkClient.connect(server.endpoint())) {
                assertThat(worker.reserve(Duration.ZERO)).isPresent();
                assertThat(queue.delete(1)).as("another's").isFalse();
            }
            assertThat(text(queue.reserve(Duration.ofSeconds(20)))).isEqualTo("x");
        }
    }

    @Test
    void whatOnlyParleyHas() throws Exception {
        try (QueueServer server = QueueServer.start("parley");
                BeanstalkClient queue = BeanstalkClient.connect(server.endpoint())) {
            queue.put(message("mail", "one"));
            queue.put(message("mail", "three"));
            assertThat(queue.list("mail", MessageState.READY, 10))
                    .extracting(found -> found.get("id") + " " + found.get("bytes"))
                    .containsExactly("1 3", "2 5");
            assertThat(queue.list("mail", MessageState.BURIED, 10)).isEmpty();
            queue.setDraining(true);
            assertThatThrownBy(() -> queue.put(message("mail", "x"))).hasMessageContaining("put: DRAINING (");
            queue.setDraining(false);
            assertThat(queue.put(message("mail", "x"))).isEqualTo(3);
            assertThat(queue.purge("mail")).isEqualTo(3);
        }
    }

    @Test
    void manyMessagesAreReservedAtOnce() throws Exception {
        try (QueueServer server = QueueServer.start("parley");
                BeanstalkClient queue = BeanstalkClient.connect(server.endpoint())) {
            queue.watch("mail");
            assertThat(queue.reserveBatch(3)).as("none is ready").isEmpty();
            queue.put(message("mail", "RESERVED 1 3\r\n"));
            queue.put(message("mail", ""));
            queue.put(message("default", "c"));
            queue.put(message("mail", "d"));

            List<BeanstalkMessage> first = queue.reserveBatch(3);
            CompletableFuture<Boolean> deleted = queue.deleteLater(2);

            assertThat(queue.reserveBatch(1_000_000))
                    .extracting(BeanstalkMessage::id)
                    .containsExactly(4L);
            assertThat(first)
                    .extracting(message -> message.id() + " " + new String(message.body(), UTF_8))
                    .containsExactly("1 RESERVED 1 3\r\n", "2 ", "3 c");
            assertThat(deleted.get()).isTrue();
            assertThat(queue.release(3, 5, Duration.ZERO)).isTrue();
            assertThatThrownBy(() -> queue.reserveBatch(0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a batch has one message or more, not 0");
        }
    }

    @Test
    void aBatchHasAHundredMessagesAtMost() throws Exception {
        try (QueueServer server = QueueServer.start("parley");
                BeanstalkClient queue = BeanstalkClient.connect(server.endpoint())) {
            String body = "a".repeat(10_000);
            List<CompletableFuture<Long>> puts = new ArrayList<>();
            for (int i = 0; i < 150; i++) {
                puts.add(queue.putLater(message("default", body)));
            }
            CompletableFuture.allOf(puts.toArray(CompletableFuture[]::new)).join();

            assertThat(queue.reserveBatch(200))
                    .hasSize(100)
                    .allSatisfy(message -> assertThat(message.body()).hasSize(10_000));
            assertThat(queue.reserveBatch(200)).hasSize(50);
        }
    }

    @Test
    void aPutWithAKeyIsStoredOnceAlsoWhenItIsRepeatedOnAnotherConnection() throws Exception {
        try (QueueServer server = QueueServer.start("parley");
                BeanstalkClient queue = BeanstalkClient.connect(server.endpoint());
                BeanstalkClient other = BeanstalkClient.connect(server.endpoint())) {
            assertThat(queue.putOnce("order-1", message("mail", "x"))).isEqualTo(1);
            assertThat(queue.putOnce("order-2", message("mail", "y"))).isEqualTo(2);
            assertThat(other.putOnce("order-1", message("mail", "x"))).isEqualTo(1);
            assertThat(other.put(message("mail", "without"))).isEqualTo(3);
            assertThat(other.putOnce("order-1", message("news", "x"))).isEqualTo(4);
            assertThatThrownBy(() -> queue.putOnce("a key", message("mail", "x")))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(queue.put(message("mail", "without"))).isEqualTo(5);
        }
    }

    @Test
    void aServerThatDoesNotKnowKeysStoresNothingWithOne() throws Exception {
        try (QueueServer server = QueueServer.start("beanstalkd");
                BeanstalkClient queue = BeanstalkClient.connect(server.endpoint())) {
            assertThatThrownBy(() -> queue.putOnce("k", message("mail", "x")))
                    .isInstanceOf(BeanstalkRefusalException.class)
                    .hasMessageContaining("once: UNKNOWN_COMMAND (this server has no such command)");
            assertThat(queue.stats()).containsEntry("total-jobs", "0");
        }
    }

    @Test
    void whatOnlyParleyHasIsUnknownToBeanstalkd() throws Exception {
        try (QueueServer server = QueueServer.start("beanstalkd");
                BeanstalkClient queue = BeanstalkClient.connect(server.endpoint())) {
            assertThatThrownBy(() -> queue.purge("mail"))
                    .isInstanceOfSatisfying(
                            BeanstalkRefusalException.class,
                            e -> assertThat(e.isUnknownCommand()).isTrue())
                    .hasMessageContaining("purge-tube: UNKNOWN_COMMAND (this server has no such command)");
            assertThatThrownBy(() -> queue.reserveBatch(2))
                    .isInstanceOfSatisfying(
                            BeanstalkRefusalException.class,
                            e -> assertThat(e.isUnknownCommand()).isTrue())
                    .hasMessageContaining("reserve-batch: BAD_FORMAT (this server has no such command)");
            assertThat(queue.put(message("mail", "x"))).as("it goes on").isEqualTo(1);
            assertThatThrownBy(() -> queue.setDraining(true)).isInstanceOf(BeanstalkRefusalException.class);
            assertThatThrownBy(() -> queue.list("mail", MessageState.READY, 1))
                    .isInstanceOf(BeanstalkRefusalException.class);
        }
    }
}
