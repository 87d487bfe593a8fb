package dev.parley.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Endpoint;
import dev.parley.core.Limits;
import dev.parley.core.Transport;
import dev.parley.engine.RunningServer;
import dev.parley.engine.ServerSpec;
import dev.parley.engine.jdk.SelectorEngine;
import dev.parley.queue.MemoryStore;
import dev.parley.queue.MessageStore;
import dev.parley.queue.StoreLimits;
import dev.parley.services.Catalog;
import dev.parley.services.ServiceSettings;
import dev.parley.services.ServiceType;
import dev.parley.testkit.MemoryPeer;
import dev.parley.testkit.SessionPair;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class ExamplesTest {
    private final SessionPair<String, String> auction =
            SessionPair.stream(Auction.PROTOCOL, Auction::new, Limits.DEFAULT, MemoryPeer.FIRST);

    @Test
    void theAuctionSellsToTheHighestBidAfterASecond() throws Exception {
        auction.send("5");
        auction.pass(Duration.ofMillis(500));
        auction.send("7");
        auction.send("6");
        auction.pass(Duration.ofMillis(999));
        auction.resume();
        assertThat(auction.takeReplies()).containsExactly("outbid by 7");
        auction.pass(Duration.ofMillis(1));
        assertThat(auction.takeReplies()).containsExactly("sold for 7", "too low");
    }

    @Test
    void theAuctionSellsNothingToABidderThatHasLeft() throws Exception {
        auction.send("5");
        auction.endOfInput();
        auction.resume();
        assertThat(auction.takeReplies()).isEmpty();
        assertThat(auction.session().settled()).isTrue();
    }

    @Test
    void theFilterCountsRequestsAndResponses() {
        Counting counting = new Counting(new LongAdder(), new LongAdder());
        var counted = SessionPair.<String, String>stream(
                Auction.PROTOCOL,
                conversation -> counting.around(new Auction(conversation), conversation),
                Limits.DEFAULT,
                MemoryPeer.FIRST);
        counted.send("5");
        counted.send("nothing");
        counted.endOfInput();
        assertThat(counting.requests().sum()).isEqualTo(2);
        assertThat(counting.responses().sum()).isEqualTo(1);
    }

    @Test
    void twoServersInsideAProgramServeAndEnd() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Embedded.run(new PrintStream(out, true, UTF_8));
        assertThat(out.toString(UTF_8).lines()).containsExactly("sold for 7", "sold for 7", "2 bids, 2 replies");
    }

    @Test
    void theWorkerGetsTheProducersMailsInOrderOfTheirPriorities() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (MessageStore store = MemoryStore.open(new StoreLimits(10, 1 << 20));
                RunningServer server = serve(Catalog.named("beanstalk").orElseThrow(), store)) {
            MailQueue.run(server.endpoint(), new PrintStream(out, true, UTF_8));
        }
        assertThat(out.toString(UTF_8).lines())
                .containsExactly("stored 1", "stored 2", "stored 3", "sent to Eve", "sent to Bob", "sent to Ada");
    }

    private static <Q, R> RunningServer serve(ServiceType<Q, R> type, MessageStore store) throws IOException {
        return new SelectorEngine()
                .start(ServerSpec.of(
                        Endpoint.parse("beanstalk+tcp://127.0.0.1:0"),
                        type.protocol().apply(Transport.TCP),
                        type.opening().apply(ServiceSettings.of(Transport.TCP).withStore(store)),
                        type.serving().limits()));
    }
}
