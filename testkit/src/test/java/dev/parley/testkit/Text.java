package dev.parley.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.parley.core.Codecs;
import dev.parley.core.Framing;
import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.Protocol;
import dev.parley.core.ProtocolException;
import dev.parley.core.TooLong;
import java.util.List;

/** Text protocols for the session tests: readable requests and replies. */
final class Text {
    /** Lines, with a refusal for a peer that breaks the rules. */
    static final Protocol<String, String> LINES = new Protocol<>(
            "text",
            Framings.LINE,
            Framings.LINE,
            Codecs.UTF_8,
            Codecs.UTF_8,
            false,
            fault -> "refused: " + kind(fault));

    static final Limits LIMITS = Limits.DEFAULT.withMaxMessage(100, TooLong.REJECT);

    private Text() {}

    static Protocol<String, String> on(Framing framing) {
        return LINES.withFraming(framing);
    }

    static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    static List<String> texts(List<byte[]> messages) {
        return messages.stream().map(Text::text).toList();
    }

    private static String kind(ProtocolException fault) {
        return switch (fault) {
            case ProtocolException.Malformed malformed -> "malformed";
            case ProtocolException.TooLarge tooLarge -> "too large";
            case ProtocolException.NoRoom noRoom -> "no room";
            case ProtocolException.TooSlow tooSlow -> "too slow";
            case ProtocolException.UnexpectedEnd unexpectedEnd -> "unexpected end";
        };
    }
}
