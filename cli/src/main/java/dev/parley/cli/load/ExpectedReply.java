package dev.parley.cli.load;

import dev.parley.services.Encoder;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a service answers, where that follows from the request alone: a load checks it. */
public final class ExpectedReply {
    private static final byte[] PONG = "pong".getBytes(StandardCharsets.US_ASCII);

    private ExpectedReply() {}

    /** Null where nobody can know, as for the timer. */
    public static @Nullable UnaryOperator<byte[]> of(String service) {
        return switch (service) {
            case "echo" -> request -> request;
            case "reverse" -> ExpectedReply::reversed;
            case "encoder" -> Encoder::answer;
            case "pong" -> request -> PONG;
            case "sockperf" -> SockperfPing::pong;
            default -> null;
        };
    }

    private static byte[] reversed(byte[] request) {
        byte[] reply = new byte[request.length];
        for (int i = 0; i < request.length; i++) {
            reply[i] = request[request.length - 1 - i];
        }
        return reply;
    }
}
