package dev.parley.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.shell.Endpoints;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.client.Client;
import dev.parley.core.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** First in, first out, over many clients at once. */
@Tag("slow")
class QueueOrderTest {
    private static final int CLIENTS = 8;
    private static final int MESSAGES = 25;
    private static final byte[] GET = "<<GET>>".getBytes(StandardCharsets.US_ASCII);

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "udp"})
    void losesAndDoublesNothingOverParallelClientsAndKeepsTheirOrder(String transport) throws Exception {
        try (ParleyProcess parley = ParleyProcess.serve("queue+" + transport + "://:0", "-v");
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Endpoint endpoint = parley.endpoint();
            inParallel(threads, client -> {
                for (int i = 0; i < MESSAGES; i++) {
                    put(endpoint, "client " + client + " message " + i);
                }
            });
            ConcurrentLinkedQueue<List<String>> fetched = new ConcurrentLinkedQueue<>();
            inParallel(threads, client -> fetched.add(fetchAll(endpoint)));

            List<String> all = fetched.stream().flatMap(List::stream).toList();
            assertThat(all).hasSize(CLIENTS * MESSAGES).doesNotHaveDuplicates();
            // What one fetcher saw of one producer must be in that producer's order.
            fetched.forEach(QueueOrderTest::assertInOrder);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "udp"})
    void handsOutInTheOrderOfArrivalToAnyClient(String transport) throws Exception {
        try (ParleyProcess parley = ParleyProcess.serve("queue+" + transport + "://:0", "-v")) {
            for (int i = 0; i < 20; i++) {
                put(parley.endpoint(), "message " + i);
            }
            for (int i = 0; i < 20; i++) {
                assertThat(get(parley.endpoint())).isEqualTo("message " + i);
            }
            assertThat(get(parley.endpoint())).isNull();
        }
    }

    private interface Work {
        void doIt(int client) throws Exception;
    }

    private static void inParallel(ExecutorService threads, Work work) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<?>> running = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            int number = client;
            running.add(threads.submit(() -> {
                start.await();
                work.doIt(number);
                return number;
            }));
        }
        start.countDown();
        for (Future<?> one : running) {
            one.get();
        }
    }

    /** Over TCP it is stored when this returns; over UDP it is in the server's socket, before whatever is sent afterwards. */
    private static void put(Endpoint endpoint, String message) throws Exception {
        try (Client<byte[], byte[]> client = Client.connect(endpoint, Endpoints.bytesProtocol(endpoint, null))) {
            client.send(message.getBytes(StandardCharsets.UTF_8));
            if (!endpoint.isDatagram()) {
                assertThat(client.receive()).isEmpty();
            }
        }
    }

    private static List<String> fetchAll(Endpoint endpoint) throws Exception {
        List<String> messages = new ArrayList<>();
        for (String message = get(endpoint); message != null; message = get(endpoint)) {
            messages.add(message);
        }
        return messages;
    }

    private static @Nullable String get(Endpoint endpoint) throws Exception {
        try (Client<byte[], byte[]> client = Client.connect(endpoint, Endpoints.bytesProtocol(endpoint, null))) {
            String reply = new String(client.call(GET), StandardCharsets.UTF_8);
            return reply.startsWith("Error") ? null : reply;
        }
    }

    private static void assertInOrder(List<String> messages) {
        Map<String, Integer> last = new HashMap<>();
        for (String message : messages) {
            String[] words = message.split(" ", -1);
            int number = Integer.parseInt(words[3]);
            Integer before = last.put(words[1], number);
            assertThat(before == null ? -1 : before).as(messages.toString()).isLessThan(number);
        }
    }
}
