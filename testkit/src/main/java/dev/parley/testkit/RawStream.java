package dev.parley.testkit;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** What the bytes of a raw peer travel on. One thread at a time. */
interface RawStream extends AutoCloseable {
    void write(byte[] bytes, int offset, int length) throws IOException;

    /**
     * What is there, after waiting for the first byte; -1 at the end.
     *
     * @throws SocketTimeoutException when nothing has come for so long
     * @throws SocketException when the connection was reset
     */
    int read(byte[] into, int offset, int length, Duration patience) throws IOException;

    void endOutput() throws IOException;

    /** Closes so that the server sees that this is not a normal end, where that can be seen. */
    void reset() throws IOException;

    @Override
    void close() throws IOException;

    /** A TCP connection. */
    record Tcp(Socket socket) implements RawStream {
        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            socket.getOutputStream().write(bytes, offset, length);
        }

        @Override
        public int read(byte[] into, int offset, int length, Duration patience) throws IOException {
            socket.setSoTimeout((int) patience.toMillis());
            return socket.getInputStream().read(into, offset, length);
        }

        @Override
        public void endOutput() throws IOException {
            socket.shutdownOutput();
        }

        @Override
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** A Unix socket; Java has no timeouts for one. */
    record Unix(SocketChannel channel, Selector selector) implements RawStream {
        static Unix connect(SocketAddress server) throws IOException {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            Selector selector = Selector.open();
            boolean connected = false;
            try {
                channel.connect(server);
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ);
                connected = true;
                return new Unix(channel, selector);
            } finally {
                if (!connected) {
                    channel.close();
                    selector.close();
                }
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            ByteBuffer out = ByteBuffer.wrap(bytes, offset, length);
            try {
                while (out.hasRemaining()) {
                    if (channel.write(out) == 0) {
                        select(SelectionKey.OP_WRITE, RawPeer.PATIENCE);
                    }
                }
            } catch (SocketTimeoutException e) {
                throw e;
            } catch (IOException e) {
                throw lost(e);
            }
        }

        @Override
        public int read(byte[] into, int offset, int length, Duration patience) throws IOException {
            ByteBuffer in = ByteBuffer.wrap(into, offset, length);
            long end = System.nanoTime() + patience.toNanos();
            try {
                int n = channel.read(in);
                while (n == 0 && length > 0) {
                    select(SelectionKey.OP_READ, Duration.ofNanos(end - System.nanoTime()));
                    n = channel.read(in);
                }
                return n;
            } catch (SocketTimeoutException e) {
                throw e;
            } catch (IOException e) {
                throw lost(e);
            }
        }

        private void select(int operation, Duration patience) throws IOException {
            if (!patience.isPositive()) {
                throw new SocketTimeoutException();
            }
            SelectionKey key = channel.keyFor(selector);
            key.interestOps(operation);
            selector.select(_ -> {}, Math.max(1, patience.toMillis()));
        }

        private static SocketException lost(IOException e) {
            return e instanceof SocketException known ? known : new SocketException(String.valueOf(e.getMessage()));
        }

        @Override
        public void endOutput() throws IOException {
            channel.shutdownOutput();
        }

        /** The server sees a normal end; a reset only where something it has sent was not read. */
        @Override
        public void reset() throws IOException {
            close();
        }

        @Override
        public void close() throws IOException {
            channel.close();
            selector.close();
        }
    }
}
