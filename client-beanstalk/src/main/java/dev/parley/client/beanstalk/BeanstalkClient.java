package dev.parley.client.beanstalk;

import dev.parley.client.CannotConnectException;
import dev.parley.client.ClientOptions;
import dev.parley.client.PipelinedClient;
import dev.parley.client.ReplyTimeoutException;
import dev.parley.client.ServerClosedException;
import dev.parley.core.Endpoint;
import dev.parley.core.ProtocolException;
import dev.parley.core.Transport;
import dev.parley.queue.MessageState;
import dev.parley.queue.NewMessage;
import dev.parley.services.Beanstalk;
import dev.parley.services.BeanstalkCommand;
import dev.parley.services.BeanstalkCommand.Kick;
import dev.parley.services.BeanstalkCommand.ListMessages;
import dev.parley.services.BeanstalkCommand.OnMessage;
import dev.parley.services.BeanstalkCommand.OnTube;
import dev.parley.services.BeanstalkCommand.Plain;
import dev.parley.services.BeanstalkCommand.Put;
import dev.parley.services.BeanstalkCommand.Reserve;
import dev.parley.services.BeanstalkCommand.ReserveBatch;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A connection to a work queue that speaks the beanstalk protocol: {@code parley serve beanstalk}, or beanstalkd.
 *
 * <pre>{@code
 * try (var queue = BeanstalkClient.connect(Endpoint.parse("beanstalk://127.0.0.1:11300"))) {
 *     queue.put(new NewMessage("mail", 100, Duration.ZERO, Duration.ofMinutes(1), body));
 *     queue.watch("mail");
 *     Optional<BeanstalkMessage> message = queue.reserve(Duration.ofSeconds(5));
 *     message.ifPresent(this::work);
 *     queue.delete(message.orElseThrow().id());
 * }
 * }</pre>
 *
 * <p>Safe for any thread. Commands are pipelined: those of other threads, and those given to {@link #putLater} and
 * {@link #deleteLater}, are sent before the replies to earlier ones are there. The server serves them in their order, so a
 * {@link #reserve} that waits delays the calls of all other threads: one that reserves should have a connection of its own. So should
 * each worker, because the messages that a connection has reserved are its own; when it ends, they are ready again.
 *
 * <p>All calls but {@link #connect}, {@link #close} and the {@code ...Later} block until the reply is there, or the reply timeout is
 * over since the reply before it came; {@link #reserve} waits so much longer. They throw
 *
 * <ul>
 *   <li>{@link BeanstalkRefusalException} when the server did not do it; the connection can be used as before;
 *   <li>{@link ReplyTimeoutException}, {@link ServerClosedException} or {@link ProtocolException} when there was no reply, or none of
 *       this protocol. The connection is over then: every call under way, and each later one, fails with that reason, and it is not
 *       known whether the server did what these had asked for;
 *   <li>{@link IllegalArgumentException} for a name that no tube can have; nothing was sent then.
 * </ul>
 *
 * <p>Times go to the server in whole seconds, rounded up. Names of tubes are 1 to 200 of the signs {@code A-Z a-z 0-9 - + / ; . $ _ ( )},
 * of which a hyphen is not the first.
 */
public final class BeanstalkClient implements AutoCloseable {
    /** Where beanstalk is served when nothing else is said. */
    public static final int DEFAULT_PORT = 11_300;

    /** {@link ClientOptions#DEFAULT}, and replies of up to 64 MiB. */
    public static final ClientOptions DEFAULT_OPTIONS = ClientOptions.DEFAULT.withMaxMessage(64 << 20);

    private static final String DEFAULT_HOST = "127.0.0.1";
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(Integer.MAX_VALUE);
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final String UNKNOWN_MESSAGE = "NOT_FOUND";

    private final BeanstalkCalls calls;
    private final Duration replyTimeout;

    private BeanstalkClient(BeanstalkCalls calls, Duration replyTimeout) {
        this.calls = calls;
        this.replyTimeout = replyTimeout;
    }

    /** Connects with {@link #DEFAULT_OPTIONS}. */
    public static BeanstalkClient connect(Endpoint endpoint) throws IOException {
        return connect(endpoint, DEFAULT_OPTIONS);
    }

    /**
     * Connects; blocks for at most the connect timeout. It uses, and watches, the tube {@code default}.
     *
     * @param endpoint where nothing is written, 127.0.0.1 and port {@value #DEFAULT_PORT}
     * @param options of which the longest message bounds each reply
     * @throws CannotConnectException when there is no server
     * @throws IllegalArgumentException for UDP
     */
    public static BeanstalkClient connect(Endpoint endpoint, ClientOptions options) throws IOException {
        Endpoint complete = endpoint.orElse(Transport.TCP, DEFAULT_HOST, DEFAULT_PORT);
        return new BeanstalkClient(
                new BeanstalkCalls(complete, PipelinedClient.connect(complete, Beanstalk.PROTOCOL, options)),
                options.replyTimeout());
    }

    /**
     * Makes sure that there is a server that answers: a round trip, which changes nothing. What fails after it was sent may have been
     * done; what was not sent because this has failed was not.
     */
    public void requireAnswer() throws IOException, ProtocolException {
        calls.word(new Plain("list-tube-used"), "USING");
    }

    /** Where the server is. */
    public Endpoint endpoint() {
        return calls.server();
    }

    // ---- storing

    /**
     * Stores a message in its tube: its number. To store in another tube than the last message takes a round trip more.
     *
     * @throws BeanstalkRefusalException when it is not stored; after {@code BURIED} it is, and buried
     */
    public long put(NewMessage message) throws IOException, ProtocolException {
        return calls.await(putLater(message));
    }

    /**
     * The same without waiting for the reply, for many messages: it blocks only while too many replies are due, or while the tube
     * changes.
     *
     * @return the number, or the exception that {@link #put} throws
     */
    public CompletableFuture<Long> putLater(NewMessage message) throws IOException, ProtocolException {
        return calls.onTube(message.tube(), command(message), "INSERTED");
    }

    private static Put command(NewMessage message) {
        return new Put(message.priority(), seconds(message.delay()), seconds(message.timeToRun()), message.body());
    }

    // ---- working

    /** Reserves from this tube too: how many are watched. */
    public int watch(String tube) throws IOException, ProtocolException {
        return Math.toIntExact(calls.number(onTube("watch", tube), "WATCHING"));
    }

    /**
     * Reserves no longer from this tube: how many are watched.
     *
     * @throws BeanstalkRefusalException when it is the only one
     */
    public int ignore(String tube) throws IOException, ProtocolException {
        return Math.toIntExact(calls.number(onTube("ignore", tube), "WATCHING"));
    }

    /**
     * Reserves the next message of the tubes that are watched: it is this connection's for its time to run. To be deleted, released or
     * buried.
     *
     * @param atMost how long to wait for one; 68 years at the most, as the protocol has it
     * @return empty when there was none in that time
     * @throws BeanstalkRefusalException {@code DEADLINE_SOON} when none comes, and the time to run of one that is held ends within a second
     */
    public Optional<BeanstalkMessage> reserve(Duration atMost) throws IOException, ProtocolException {
        Duration wait = atMost.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : seconds(atMost);
        return calls.message(
                new Reserve("reserve-with-timeout", wait), wait.plus(replyTimeout), "RESERVED", "TIMED_OUT");
    }

    /** Reserves the message with this number, wherever it is; empty when there is none, or somebody holds it. */
    public Optional<BeanstalkMessage> reserveById(long id) throws IOException, ProtocolException {
        return calls.message(onMessage("reserve-job", id), replyTimeout, "RESERVED", UNKNOWN_MESSAGE);
    }

    /** Forgets a message that this connection holds, or nobody does. False when there is none. */
    public boolean delete(long id) throws IOException, ProtocolException {
        return calls.await(deleteLater(id));
    }

    /** The same without waiting for the reply. */
    public CompletableFuture<Boolean> deleteLater(long id) throws IOException {
        return calls.whether(onMessage("delete", id), "DELETED", UNKNOWN_MESSAGE);
    }

    /** Gives a message back that this connection holds, ready after the delay. False when it does not hold it any more. */
    public boolean release(long id, long priority, Duration delay) throws IOException, ProtocolException {
        return calls.await(
                calls.whether(new OnMessage("release", id, priority, seconds(delay)), "RELEASED", UNKNOWN_MESSAGE));
    }

    /** Sets a message aside that this connection holds, until it is kicked. False when it does not hold it any more. */
    public boolean bury(long id, long priority) throws IOException, ProtocolException {
        return calls.await(
                calls.whether(new OnMessage("bury", id, priority, Duration.ZERO), "BURIED", UNKNOWN_MESSAGE));
    }

    /** Begins the time to run of a message anew that this connection holds. False when it does not hold it any more. */
    public boolean touch(long id) throws IOException, ProtocolException {
        return calls.await(calls.whether(onMessage("touch", id), "TOUCHED", UNKNOWN_MESSAGE));
    }

    // ---- looking at it

    /** The message with this number, in whatever state; it stays where it is. */
    public Optional<BeanstalkMessage> peek(long id) throws IOException, ProtocolException {
        return calls.message(onMessage("peek", id), replyTimeout, "FOUND", UNKNOWN_MESSAGE);
    }

    /**
     * The next message of a tube in this state; it stays where it is.
     *
     * @param state not {@code RESERVED}
     */
    public Optional<BeanstalkMessage> peek(String tube, MessageState state) throws IOException, ProtocolException {
        if (state == MessageState.RESERVED) {
            throw new IllegalArgumentException("messages that are held have no order");
        }
        Plain peek = new Plain("peek-" + state.name().toLowerCase(Locale.ROOT));
        return calls.await(calls.onTube(tube, peek, calls.oneMessage(peek, "FOUND", UNKNOWN_MESSAGE)));
    }

    /** Of the server; names and values as it writes them. */
    public Map<String, String> stats() throws IOException, ProtocolException {
        return BeanstalkTexts.map(calls.text(new Plain("stats")).orElseThrow());
    }

    /** Of a tube; empty when there is none of this name. */
    public Optional<Map<String, String>> stats(String tube) throws IOException, ProtocolException {
        return map(calls.text(onTube("stats-tube", tube)));
    }

    /** Of a message; empty when there is none with this number. */
    public Optional<Map<String, String>> stats(long id) throws IOException, ProtocolException {
        return map(calls.text(onMessage("stats-job", id)));
    }

    private static Optional<Map<String, String>> map(Optional<byte[]> text) throws ProtocolException {
        return text.isEmpty() ? Optional.empty() : Optional.of(BeanstalkTexts.map(text.get()));
    }

    /** The tubes there are. */
    public List<String> tubes() throws IOException, ProtocolException {
        return BeanstalkTexts.list(calls.text(new Plain("list-tubes")).orElseThrow());
    }

    // ---- keeping house

    /** Makes buried messages of a tube ready; where none is buried, delayed ones: how many, at most the bound. */
    public long kick(String tube, long bound) throws IOException, ProtocolException {
        return calls.await(calls.onTube(tube, new Kick(bound), "KICKED"));
    }

    /** Makes one buried or delayed message ready. False when there is none with this number. */
    public boolean kick(long id) throws IOException, ProtocolException {
        return calls.await(calls.whether(onMessage("kick-job", id), "KICKED", UNKNOWN_MESSAGE));
    }

    /** Has no message of this tube handed out for so long; zero ends a pause. False when there is no such tube. */
    public boolean pause(String tube, Duration time) throws IOException, ProtocolException {
        OnTube pause = new OnTube("pause-tube", BeanstalkCommand.requireTube(tube), seconds(time));
        return calls.await(calls.whether(pause, "PAUSED", UNKNOWN_MESSAGE));
    }

    // ---- what only Parley has; beanstalkd answers UNKNOWN_COMMAND

    /**
     * Stores a message unless one was stored in its tube with this key in the last ten minutes: the number of either. To be repeated
     * after a failure that leaves unknown whether the message was stored, on a new connection too. The server forgets keys when it ends.
     *
     * @param key as tubes are named
     * @throws BeanstalkRefusalException when it is not stored, and when the server does not know keys
     */
    public long putOnce(String key, NewMessage message) throws IOException, ProtocolException {
        return calls.await(putOnceLater(key, message));
    }

    /** The same without waiting for the reply, as {@link #putLater}; the first of a connection waits once. */
    public CompletableFuture<Long> putOnceLater(String key, NewMessage message) throws IOException, ProtocolException {
        return calls.onceOnTube(message.tube(), key, command(message), "INSERTED");
    }

    /**
     * Reserves messages of the tubes that are watched that are ready now, without waiting; each is this connection's for its time to run,
     * as after {@link #reserve}.
     *
     * @param count at most so many; the server gives 100 at most, and no more than about 1 MiB of bodies
     * @return in their order; empty when none is ready
     * @throws BeanstalkRefusalException when the server has no such command: {@link BeanstalkRefusalException#isUnknownCommand}
     * @throws IllegalArgumentException for a count below 1
     */
    public List<BeanstalkMessage> reserveBatch(int count) throws IOException, ProtocolException {
        if (count < 1) {
            throw new IllegalArgumentException("a batch has one message or more, not " + count);
        }
        return calls.batch(new ReserveBatch(count));
    }

    /** Forgets all messages of a tube that nobody holds: how many. */
    public long purge(String tube) throws IOException, ProtocolException {
        return calls.number(onTube("purge-tube", tube), "PURGED");
    }

    /**
     * Messages of a tube in this state, in their order; names and values as in {@link #stats(long)}, and {@code bytes}.
     *
     * @param limit at most so many; the server gives 1,000 at most
     */
    public List<Map<String, String>> list(String tube, MessageState state, int limit)
            throws IOException, ProtocolException {
        ListMessages list = new ListMessages(BeanstalkCommand.requireTube(tube), state, limit);
        return BeanstalkTexts.maps(calls.text(list).orElseThrow());
    }

    /** From now on the server refuses every put with {@code DRAINING}, or no longer does. */
    public void setDraining(boolean draining) throws IOException, ProtocolException {
        String word = draining ? "drain" : "undrain";
        calls.expect(new Plain(word), draining ? "DRAINING" : "ACCEPTING");
    }

    /** Ends the conversation; what this connection holds is ready again, and replies still due fail. Idempotent. */
    @Override
    public void close() {
        calls.close();
    }

    private static OnMessage onMessage(String word, long id) {
        return new OnMessage(word, id, 0, Duration.ZERO);
    }

    private static OnTube onTube(String word, String tube) {
        return new OnTube(word, BeanstalkCommand.requireTube(tube), Duration.ZERO);
    }

    private static Duration seconds(Duration time) {
        return time.plusNanos(NANOS_PER_SECOND - 1).truncatedTo(ChronoUnit.SECONDS);
    }
}
