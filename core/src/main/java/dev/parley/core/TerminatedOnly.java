package dev.parley.core;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts messages as another deframer does, but takes the end of the stream for the end of none: on a connection that cannot show that
 * it was broken off, what has no end of its own may be half a message.
 */
record TerminatedOnly(Deframer deframer) implements Deframer {
    @Override
    public @Nullable ByteBuffer next(ByteBuffer in) throws ProtocolException {
        return deframer.next(in);
    }

    @Override
    public @Nullable ByteBuffer end(ByteBuffer rest) throws ProtocolException {
        if (rest.hasRemaining()) {
            throw new ProtocolException.UnexpectedEnd(rest.remaining());
        }
        return deframer.end(rest);
    }

    @Override
    public Deframer withOneView() {
        return new TerminatedOnly(deframer.withOneView());
    }

    @Override
    public boolean truncated() {
        return deframer.truncated();
    }

    @Override
    public boolean discarding() {
        return deframer.discarding();
    }
}
