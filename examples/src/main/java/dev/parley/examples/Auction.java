package dev.parley.examples;

import dev.parley.core.Codecs;
import dev.parley.core.Conversation;
import dev.parley.core.Framings;
import dev.parley.core.Protocol;
import dev.parley.core.Reply;
import dev.parley.core.Service;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A service with state and a timer of its own: each line is a bid; the reply comes when nobody has bid more for a second,
 * or at once when the bid is too low.
 *
 * <pre>
 *   bid 5 -->                       bid 7 -->
 *                 <-- outbid by 7                 (a second later) <-- sold for 7
 * </pre>
 */
public final class Auction implements Service<String, String> {
    /** The protocol: lines of text. */
    public static final Protocol<String, String> PROTOCOL =
            Protocol.of("auction", Framings.LINE, Codecs.UTF_8, Codecs.UTF_8);

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Conversation conversation;
    private long highest;
    private @Nullable Reply<String> highestBidder;

    /** For one conversation; pass {@code Auction::new} as its factory. */
    public Auction(Conversation conversation) {
        this.conversation = conversation;
    }

    @Override
    public void serve(String request, Reply<String> reply) {
        if (!request.matches("[1-9][0-9]{0,8}")) {
            reply.send("not a bid");
            return;
        }
        long bid = Long.parseLong(request);
        if (bid <= highest) {
            reply.send("too low");
            return;
        }
        if (highestBidder != null) {
            highestBidder.send("outbid by " + bid);
        }
        highest = bid;
        highestBidder = reply;
        conversation.after(PATIENCE, () -> close(bid, reply));
    }

    private void close(long bid, Reply<String> reply) {
        if (bid == highest && highestBidder != null) {
            highestBidder = null;
            reply.send("sold for " + bid);
        }
    }

    /** The bidder has left and can no longer win. */
    @Override
    public void inputEnded() {
        if (highestBidder != null) {
            highestBidder.none();
            highestBidder = null;
        }
    }
}
