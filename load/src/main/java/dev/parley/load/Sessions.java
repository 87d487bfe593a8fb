package dev.parley.load;

import dev.parley.core.ClientSession;
import dev.parley.core.Framings;
import dev.parley.core.Protocol;
import java.nio.ByteBuffer;

/** What cuts the replies of a connection out of its bytes. Stateless. */
final class Sessions {
    private static final int LONGEST_REPLY_BYTES = 1 << 24;

    private Sessions() {}

    /** A new one, for a connection of this client. */
    static ClientSession<byte[], ByteBuffer> of(LoopContext context, ClientRequests requests) {
        Protocol<byte[], ByteBuffer> protocol = Frames.viewed(context.spec.protocol());
        boolean noBoundary = protocol.responseFraming().equals(Framings.READ);
        return noBoundary && context.spec.expectedReply() != null
                ? ClientSession.stream(
                        protocol,
                        new ExpectedReplyDeframer(() -> requests.inFlight() == 0
                                ? null
                                : context.pool.reply(requests.message(requests.oldest()))))
                : ClientSession.stream(protocol, LONGEST_REPLY_BYTES);
    }
}
