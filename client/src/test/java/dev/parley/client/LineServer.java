package dev.parley.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.core.Codecs;
import dev.parley.core.Endpoint;
import dev.parley.core.Framings;
import dev.parley.core.Protocol;
import dev.parley.core.Transport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A plain socket with one client, which sends lines when the test calls for them. */
final class LineServer implements AutoCloseable {
    static final Protocol<String, String> PROTOCOL = Protocol.of("echo", Framings.LINE, Codecs.UTF_8, Codecs.UTF_8);

    private static final int PATIENCE_MILLIS = 20_000;
    /** Small, and not the kernel's to enlarge: what is not taken soon stops its sender. */
    private static final int BUFFER_BYTES = 64 << 10;

    private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private Socket peer = new Socket();
    private BufferedReader in = new BufferedReader(new InputStreamReader(InputStream.nullInputStream(), UTF_8));

    LineServer() throws IOException {
        listener.setReceiveBufferSize(BUFFER_BYTES);
    }

    PipelinedClient<String, String> connect() throws IOException {
        return connect(ClientOptions.DEFAULT);
    }

    /** Connects the one client. */
    PipelinedClient<String, String> connect(ClientOptions options) throws IOException {
        PipelinedClient<String, String> client = PipelinedClient.connect(
                new Endpoint("echo", Transport.TCP, "127.0.0.1", listener.getLocalPort()), PROTOCOL, options);
        peer = listener.accept();
        peer.setSoTimeout(PATIENCE_MILLIS);
        peer.setTcpNoDelay(true);
        peer.setSendBufferSize(BUFFER_BYTES);
        in = new BufferedReader(new InputStreamReader(peer.getInputStream(), UTF_8));
        return client;
    }

    /** The next line, or null when the client has ended its side. */
    @Nullable
    String read() throws IOException {
        return in.readLine();
    }

    List<String> read(int lines) throws IOException {
        List<String> read = new ArrayList<>();
        for (int i = 0; i < lines; i++) {
            read.add(String.valueOf(read()));
        }
        return read;
    }

    boolean hasInput() throws IOException {
        return in.ready();
    }

    void write(String line) throws IOException {
        peer.getOutputStream().write((line + "\n").getBytes(UTF_8));
    }

    /** Answers so many lines, each before it reads the next. */
    void echo(int lines) {
        try {
            for (int i = 0; i < lines; i++) {
                write(String.valueOf(read()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the conversation normally. */
    void closePeer() throws IOException {
        peer.close();
    }

    /** Breaks the connection. */
    void reset() throws IOException {
        peer.setSoLinger(true, 0);
        peer.close();
    }

    @Override
    public void close() throws IOException {
        peer.close();
        listener.close();
    }
}
