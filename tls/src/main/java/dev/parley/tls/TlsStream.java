package dev.parley.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import tlschannel.ClientTlsChannel;
import tlschannel.ServerTlsChannel;
import tlschannel.TlsChannel;
import tlschannel.WouldBlockException;

/**
 * One side of a TLS connection as a state machine: ciphertext goes in and comes out, and so do plain bytes. It has no socket and waits for
 * nobody. One thread may read while another writes.
 *
 * <pre>
 *   ciphertext received --> read --> plain bytes               0: more ciphertext is needed, -1: the peer's close_notify
 *   plain bytes --> write --> takeOutput --> ciphertext to send
 * </pre>
 *
 * What a call brings about for the other direction, such as the next step of a handshake or an alert, is in {@link #takeOutput}
 * afterwards. JSSE's engine is stepped by tls-channel, over memory. Only our end and an alert are asked of the engine itself: tls-channel
 * reads nothing more after its own end, while a peer may have more to send, and it sends no alert.
 */
public final class TlsStream {
    private static final String[] ANY_VERSION = {"TLSv1.3", "TLSv1.2"};
    private static final String[] WITH_HALF_CLOSE = {"TLSv1.3"};
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** JSSE's engine has one lock for both directions as well, and nothing here waits. */
    private final ReentrantLock lock = new ReentrantLock();

    private final CipherMemory memory = new CipherMemory();
    private final SSLEngine engine;
    private final TlsChannel channel;
    private volatile boolean established;
    private volatile boolean mayHaveMore;
    private boolean peerEnded;
    private boolean ended;
    /** Why nothing more can be read; found behind bytes that are given first. */
    private @Nullable IOException failure;

    private TlsStream(SSLContext context, SSLEngine engine) {
        this.engine = engine;
        this.channel = engine.getUseClientMode()
                ? ClientTlsChannel.newBuilder(memory, engine)
                        .withSessionInitCallback(_ -> established = true)
                        .build()
                : ServerTlsChannel.newBuilder(memory, context)
                        .withEngineFactory(_ -> engine)
                        .withSessionInitCallback(_ -> established = true)
                        .build();
    }

    /** A server's side. */
    static TlsStream server(SSLContext context, boolean clientCertificate, boolean endsWithStream) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = parameters(engine, endsWithStream);
        parameters.setNeedClientAuth(clientCertificate);
        engine.setSSLParameters(parameters);
        return new TlsStream(context, engine);
    }

    /**
     * A client's side; its first output begins the handshake. The server's certificate must be trusted by the context and, unless the
     * context's trust manager looks at no names, be for this host.
     *
     * @param host as the user wrote it: a name, or an address without brackets
     * @param port of the server; JSSE uses it for nothing but to find an earlier session with the same host and port, which it resumes
     * @param endsWithStream see {@link TlsServer}
     */
    public static TlsStream client(SSLContext context, String host, int port, boolean endsWithStream)
            throws IOException {
        SSLEngine engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = parameters(engine, endsWithStream);
        parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the rules of RFC 2818 and 6125, not the protocol
        engine.setSSLParameters(parameters);
        TlsStream stream = new TlsStream(context, engine);
        stream.read(NOTHING, NOTHING);
        return stream;
    }

    private static SSLParameters parameters(SSLEngine engine, boolean endsWithStream) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(endsWithStream ? WITH_HALF_CLOSE : ANY_VERSION);
        return parameters;
    }

    /** True once the handshake is done: from then on plain bytes can be read and written. */
    public boolean established() {
        return established;
    }

    /** True when {@link #read} may have something to give although no more ciphertext comes. */
    public boolean mayHaveMore() {
        return mayHaveMore;
    }

    /**
     * Takes ciphertext, gives plain bytes, and goes on with the handshake.
     *
     * @param received from position to limit; all of it is used, the buffer stays the caller's. Empty to read what is held already
     * @param into without room the handshake alone goes on
     * @return plain bytes put into the buffer; 0 when more ciphertext is needed; -1 when the peer has ended its sending side
     * @throws TlsEndException when the connection has ended and the peer did not
     * @throws SSLException when the peer broke TLS, is no TLS peer, or either side does not accept the other
     */
    public int read(ByteBuffer received, ByteBuffer into) throws IOException {
        lock.lock();
        try {
            memory.lend(received);
            int before = into.position();
            mayHaveMore = !isStarvedAfterReading(into);
            memory.keepRest();
            int bytes = into.position() - before;
            if (bytes > 0) {
                return bytes;
            }
            if (failure != null) {
                throw failure;
            }
            return peerEnded ? -1 : 0;
        } finally {
            lock.unlock();
        }
    }

    private boolean isStarvedAfterReading(ByteBuffer into) {
        try {
            if (!established && failure == null) {
                channel.handshake();
            }
            while (into.hasRemaining() && !peerEnded && failure == null) {
                if (channel.read(into) < 0) {
                    peerEnded = channel.shutdownReceived();
                    failure = peerEnded ? null : new TlsEndException("the connection ended without close_notify");
                }
            }
            return false;
        } catch (WouldBlockException _) {
            return true;
        } catch (ClosedChannelException e) { // what tls-channel makes of an end in the handshake
            failure = memory.inputEnded() ? new TlsEndException("the connection ended during the handshake") : e;
        } catch (IOException e) {
            failure = e;
            alert();
        }
        return false;
    }

    /** Tells the peer what was wrong, as far as the engine has an alert for it. */
    private void alert() {
        try {
            while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && wrapRecord() > 0) {}
        } catch (SSLException _) {
            // What went wrong is known already.
        }
    }

    private int wrapRecord() throws SSLException {
        ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        SSLEngineResult result = engine.wrap(NOTHING, record);
        if (record.flip().hasRemaining()) {
            memory.write(record);
        }
        return result.bytesProduced();
    }

    /** The connection has ended: what is not here yet will not come. Noticed by the next {@link #read}. */
    public void inputEnded() {
        lock.lock();
        try {
            memory.endInput();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Encrypts all of it into the output.
     *
     * @return bytes taken from the buffer; 0 before the handshake is done
     * @throws IOException when nothing can be sent any more
     */
    public int write(ByteBuffer plain) throws IOException {
        lock.lock();
        try {
            if (failure != null) {
                throw failure;
            }
            if (!established) {
                return 0;
            }
            if (engine.isOutboundDone()) {
                throw new IOException(
                        ended
                                ? "our side has ended"
                                : "the peer has ended the connection, which with TLS 1.2 ends both directions");
            }
            return channel.write(plain);
        } finally {
            lock.unlock();
        }
    }

    /** Ends our sending side behind all that was written: puts close_notify into the output, once. Reading goes on. */
    public void end() throws IOException {
        lock.lock();
        try {
            if (!ended) {
                ended = true;
                engine.closeOutbound();
                while (!engine.isOutboundDone() && wrapRecord() > 0) {}
            }
        } finally {
            lock.unlock();
        }
    }

    /** The ciphertext to send next, or null when there is none; the caller's from now on. In order if one thread at a time takes and sends. */
    public @Nullable ByteBuffer takeOutput() {
        lock.lock();
        try {
            return memory.takeOutput();
        } finally {
            lock.unlock();
        }
    }

    /** True when there is ciphertext to send. */
    public boolean hasOutput() {
        lock.lock();
        try {
            return memory.hasOutput();
        } finally {
            lock.unlock();
        }
    }

    /** No later connection of the context resumes this one's session; the connection itself goes on. */
    public void forgetSession() {
        engine.getSession().invalidate();
    }

    /** The version of TLS agreed on, such as {@code TLSv1.3}; of no meaning before the handshake is done. */
    public String version() {
        return engine.getSession().getProtocol();
    }
}
