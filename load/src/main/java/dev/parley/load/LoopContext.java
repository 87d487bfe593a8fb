package dev.parley.load;

import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.function.Consumer;

/** What the clients of one loop share. Used by the loop's thread alone. */
final class LoopContext {
    /** A datagram may be this long; a stream is read in pieces of it. */
    private static final int READ_BYTES = 64 * 1024;

    final LoadSpec spec;
    final LoadedServers servers;
    final Selector selector;
    final LoadClock clock;
    final RequestPool pool;
    final LoopRecorder recorder;
    final PollClock poll;
    final ByteBuffer in = ByteBuffer.allocateDirect(READ_BYTES);
    final ByteBuffer out;
    /** On TLS, what is received, before it is decrypted. */
    final ByteBuffer ciphertext;
    /** Ends the load, with a reason for the user. */
    final Consumer<String> stopLoad;
    /** Why the last TLS handshake that failed did, in words for the user; empty for none. Read by other threads. */
    volatile String handshakeFailure = "";
    /** False before the run starts and when it is over: then nothing is sent. */
    boolean sending;

    LoopContext(
            LoadSpec spec,
            LoadedServers servers,
            Selector selector,
            LoadClock clock,
            RequestPool pool,
            LoopRecorder recorder,
            PollClock poll,
            Consumer<String> stopLoad) {
        this.spec = spec;
        this.servers = servers;
        this.selector = selector;
        this.clock = clock;
        this.pool = pool;
        this.recorder = recorder;
        this.poll = poll;
        this.stopLoad = stopLoad;
        this.ciphertext = ByteBuffer.allocate(spec.endpoint().isSecured() ? READ_BYTES : 0);
        this.out = ByteBuffer.allocateDirect(Math.max(READ_BYTES, pool.largestBytes()));
    }

    /** Of this part of the run. */
    PhaseCounters counts() {
        return recorder.counts();
    }
}
