package dev.parley.cli.talk;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.client.Client;
import dev.parley.client.ServerClosedException;
import dev.parley.core.PrintableText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A server's answer to a message on a stream that ends with it.
 *
 * <pre>
 *   nothing, normal end            stored
 *   any byte                       not stored as sent; the text is the reason
 *   reset, or no end in time       unknown
 * </pre>
 */
final class PutAnswer {
    /** More than any reason needs; a server that sends more is not a queue. */
    private static final int LONGEST_BYTES = 4096;

    private PutAnswer() {}

    /**
     * Sends a message and waits for the end.
     *
     * @throws Failure with the server's text when it sent any
     * @throws ServerClosedException when it reset the connection without a text
     */
    static void await(Client<byte[], byte[]> client, byte[] message) throws IOException {
        Text text = new Text();
        ServerClosedException reset = null;
        try {
            client.send(message);
        } catch (ServerClosedException e) {
            reset = e; // it may have sent the reason before
        }
        try {
            client.transferReply(text);
        } catch (ServerClosedException e) {
            reset = e;
        }
        text.requireEmpty();
        if (reset != null) {
            throw reset;
        }
    }

    /** The failure that a server's text stands for. */
    static Failure refusal(byte[] text) {
        return new Failure(ExitCode.FAILED, PrintableText.ofUtf8(text));
    }

    private static final class Text extends OutputStream {
        private final ByteArrayOutputStream text = new ByteArrayOutputStream();

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            text.write(bytes, offset, length);
            if (text.size() > LONGEST_BYTES) {
                requireEmpty();
            }
        }

        void requireEmpty() {
            if (text.size() > 0) {
                throw refusal(text.toByteArray());
            }
        }
    }
}
