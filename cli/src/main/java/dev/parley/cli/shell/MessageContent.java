package dev.parley.cli.shell;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Bytes of a message as {@code --json} prints them.
 *
 * @param bytes how many
 * @param text where they are UTF-8
 * @param base64 where they are not
 */
public record MessageContent(int bytes, Optional<String> text, Optional<String> base64) {
    /** The content of these bytes. */
    public static MessageContent of(byte[] message) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(message))
                    .toString();
            return new MessageContent(message.length, Optional.of(text), Optional.empty());
        } catch (CharacterCodingException e) {
            return new MessageContent(
                    message.length,
                    Optional.empty(),
                    Optional.of(Base64.getEncoder().encodeToString(message)));
        }
    }

    /**
     * The bytes.
     *
     * @throws IllegalArgumentException when there is neither a text nor Base64, or it is of another length
     */
    public byte[] content() {
        byte[] content = text.map(given -> given.getBytes(StandardCharsets.UTF_8))
                .or(() -> base64.map(given -> Base64.getDecoder().decode(given)))
                .orElseThrow(() -> new IllegalArgumentException("a message has 'text' or 'base64'"));
        if (content.length != bytes) {
            throw new IllegalArgumentException("'bytes' is " + bytes + ", and it has " + content.length);
        }
        return content;
    }
}
