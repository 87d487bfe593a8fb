package dev.parley.core;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The receiving direction of a {@link ClientSession}; its methods are specified there. One thread at a time. */
sealed interface ReplyReader<R> {
    void receive(ByteBuffer in);

    void endOfInput();

    @Nullable
    R next() throws ProtocolException;

    boolean isOver();

    /** The replies in a stream. */
    final class OfStream<R> implements ReplyReader<R> {
        private final MessageReader<R> reader;
        /** The reader may still look into the caller's buffer. */
        private boolean reading;

        private boolean inputEnded;
        private boolean over;
        private @Nullable ProtocolException fault;

        OfStream(MessageReader<R> reader) {
            this.reader = reader;
        }

        @Override
        public void receive(ByteBuffer in) {
            requireRead(reading);
            if (inputEnded || fault != null) {
                in.position(in.limit());
            } else {
                reading = true;
                reader.offer(in);
            }
        }

        @Override
        public void endOfInput() {
            inputEnded = true;
        }

        @Override
        public @Nullable R next() throws ProtocolException {
            if (fault != null) {
                throw fault;
            }
            try {
                R reply = over ? null : reader.next();
                return reply == null ? lastOrNull() : reply;
            } catch (ProtocolException e) {
                reading = false; // the codec may have refused a message before the last
                fault = e;
                throw e;
            }
        }

        private @Nullable R lastOrNull() throws ProtocolException {
            reading = false;
            if (inputEnded && !over) {
                R last = reader.end();
                over = true;
                return last;
            }
            reader.keep();
            return null;
        }

        @Override
        public boolean isOver() {
            return over;
        }
    }

    /** The reply in each datagram. */
    final class OfDatagrams<R> implements ReplyReader<R> {
        private final DatagramDeframer deframer;
        private final Codec<R> codec;
        private @Nullable ByteBuffer datagram;
        private boolean inputEnded;

        OfDatagrams(DatagramDeframer deframer, Codec<R> codec) {
            this.deframer = deframer;
            this.codec = codec;
        }

        @Override
        public void receive(ByteBuffer in) {
            requireRead(datagram != null);
            if (!inputEnded) {
                datagram = in;
            }
        }

        @Override
        public void endOfInput() {
            inputEnded = true;
        }

        @Override
        public @Nullable R next() throws ProtocolException {
            ByteBuffer in = datagram;
            datagram = null;
            return in == null ? null : codec.decode(deframer.frame(in));
        }

        @Override
        public boolean isOver() {
            return inputEnded && datagram == null;
        }
    }

    private static void requireRead(boolean reading) {
        if (reading) {
            throw new IllegalStateException("take the replies in the bytes before until null");
        }
    }
}
