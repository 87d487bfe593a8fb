package dev.parley.engine;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Plain TCP, or a Unix socket, on which there is no reset: its abortive end is the end of the stream. Blocks if its channel does. */
public record TcpWire(SocketChannel channel) implements Wire {
    private static final System.Logger LOG = System.getLogger("dev.parley.engine");

    @Override
    public int read(ByteBuffer in) throws IOException {
        return channel.read(in);
    }

    @Override
    public int write(ByteBuffer out) throws IOException {
        return channel.write(out);
    }

    @Override
    public Wants wants() {
        return Wants.NOTHING;
    }

    @Override
    public boolean buffered() {
        return false;
    }

    @Override
    public boolean endOutput() throws IOException {
        channel.shutdownOutput();
        return true;
    }

    @Override
    public void endInput() throws IOException {
        channel.shutdownInput();
    }

    @Override
    public void abortive(boolean on) {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, on ? 0 : -1);
        } catch (IOException e) { // closed already
            LOG.log(System.Logger.Level.DEBUG, "how a connection ends cannot be set", e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing a connection", e);
        }
    }
}
