package dev.parley.join;

import dev.parley.core.BufferOutbox;
import dev.parley.core.Codecs;
import dev.parley.core.Framings;
import dev.parley.core.MessageReader;
import dev.parley.core.MessageWriter;
import dev.parley.core.PrintableText;
import dev.parley.core.ProtocolException;
import dev.parley.core.TooLong;
import dev.parley.result.JsonDocument;
import dev.parley.result.ResultFormatException;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Messages between two load generators. One thread receives; any may send, one at a time.
 *
 * <pre>
 *   | n n n n | {"kind":"settings", ... "attachments":2} | n n n n | bytes | n n n n | bytes |
 * </pre>
 */
final class JoinConnection implements AutoCloseable {
    /** Of a message alone, and of all from a connection that has not yet shown what it is. */
    private static final int MOST_HEAD_BYTES = 4 << 10;
    /** As much as the messages of a load from files, and more than a result has. */
    private static final int MOST_BYTES = 64 << 20;

    private static final int MOST_ATTACHMENTS = 100_001;
    private static final int READ_BYTES = 64 << 10;

    private final Socket socket;
    private final byte[] read = new byte[READ_BYTES];
    private final MessageWriter<byte[]> writer = new MessageWriter<>(Framings.LEN32, Codecs.BYTES);
    private final BufferOutbox outbox = new BufferOutbox();
    private MessageReader<byte[]> reader = reader(MOST_HEAD_BYTES);
    private boolean trusted;

    private @Nullable Head head;
    private final List<byte[]> attachments = new ArrayList<>();
    private long attachedBytes;
    private volatile long heardNanos = System.nanoTime();

    /** A message without its attachments, in JSON. */
    private record Head(String kind, String text, long number, int attachments) {}

    JoinConnection(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
    }

    private static MessageReader<byte[]> reader(int mostBytes) {
        return new MessageReader<>(Framings.LEN32, Codecs.BYTES, mostBytes, TooLong.REJECT);
    }

    /** The other side has shown what it is, and may send results and settings from now on. By the thread that receives. */
    void trust() throws IOException {
        if (reader.midMessage()) {
            throw new IOException("sent more than one message at first");
        }
        reader = reader(MOST_BYTES);
        trusted = true;
    }

    /** Its address, for a person. */
    String peer() {
        return socket.getInetAddress().getHostAddress();
    }

    /** How long nothing has come. Any thread. */
    Duration silence() {
        return Duration.ofNanos(System.nanoTime() - heardNanos);
    }

    /**
     * The next message; what has come of one by the end of the time is kept for the next call.
     *
     * @throws SocketTimeoutException when there was none in this time
     * @throws EOFException when the other side has ended
     * @throws IOException when it sent what is no message; with a text that goes on after its name
     */
    JoinMessage receive(Duration atMost) throws IOException {
        try {
            JoinMessage message = next();
            while (message == null) {
                socket.setSoTimeout(Math.toIntExact(Math.max(1, atMost.toMillis())));
                int count = socket.getInputStream().read(read);
                if (count < 0) {
                    throw new EOFException("ended the connection");
                }
                heardNanos = System.nanoTime();
                reader.offer(ByteBuffer.wrap(read, 0, count));
                message = next();
                reader.keep();
            }
            return message;
        } catch (ProtocolException | ResultFormatException e) {
            throw new IOException("sent what is no message: " + e.getMessage(), e);
        }
    }

    private @Nullable JoinMessage next() throws ProtocolException, ResultFormatException, IOException {
        while (true) {
            if (head != null && attachments.size() == head.attachments()) {
                JoinMessage whole =
                        new JoinMessage(kind(head.kind()), PrintableText.of(head.text()), head.number(), attachments);
                head = null;
                attachments.clear();
                attachedBytes = 0;
                return whole;
            }
            byte[] frame = reader.next();
            if (frame == null) {
                return null;
            }
            if (head == null) {
                head = head(frame);
            } else {
                attachments.add(frame);
                attachedBytes += frame.length;
                if (attachedBytes > MOST_BYTES) {
                    throw new IOException("sent too much at once");
                }
            }
        }
    }

    private Head head(byte[] frame) throws ResultFormatException, IOException {
        if (frame.length > MOST_HEAD_BYTES) {
            throw new IOException("sent what is no message: " + frame.length + " bytes");
        }
        Head sent = JsonDocument.read(frame, Head.class);
        kind(sent.kind());
        if (sent.attachments() < 0 || sent.attachments() > (trusted ? MOST_ATTACHMENTS : 0)) {
            throw new IOException("sent what is no message: " + sent.attachments() + " attachments");
        }
        return sent;
    }

    private static JoinMessage.Kind kind(String text) throws IOException {
        for (JoinMessage.Kind kind : JoinMessage.Kind.values()) {
            if (name(kind).equals(text)) {
                return kind;
            }
        }
        throw new IOException("sent what is no message: '" + PrintableText.of(text, 32) + "'");
    }

    private static String name(JoinMessage.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Sends a message; blocks while the other side does not take it. Any thread.
     *
     * @throws IOException when there is nobody any more
     */
    synchronized void send(JoinMessage message) throws IOException {
        OutputStream out = socket.getOutputStream();
        write(
                JsonDocument.line(new Head(
                        name(message.kind()),
                        PrintableText.of(message.text()),
                        message.number(),
                        message.attachments().size())),
                out);
        for (byte[] attachment : message.attachments()) {
            write(attachment, out);
        }
    }

    private void write(byte[] frame, OutputStream out) throws IOException {
        writer.write(frame, outbox, null);
        ByteBuffer written = outbox.take();
        out.write(written.array(), written.arrayOffset(), written.remaining());
    }

    /** Sends what it may do without: where nobody is, the thread that receives finds out. */
    void trySend(JoinMessage message) {
        try {
            send(message);
        } catch (IOException e) {
            // its end is received as well
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // nothing is lost with it
        }
    }
}
