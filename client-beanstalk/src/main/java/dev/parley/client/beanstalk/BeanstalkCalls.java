package dev.parley.client.beanstalk;

import dev.parley.client.PipelinedClient;
import dev.parley.core.Endpoint;
import dev.parley.core.ProtocolException;
import dev.parley.queue.MessageStore;
import dev.parley.services.BeanstalkCommand;
import dev.parley.services.BeanstalkCommand.OnTube;
import dev.parley.services.BeanstalkCommand.Once;
import dev.parley.services.BeanstalkReply;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/**
 * Commands of one connection and what their replies mean. The tube that commands use is the connection's: whoever sends one for a tube
 * holds {@code using} from the change of the tube until the command is sent.
 */
final class BeanstalkCalls implements AutoCloseable {
    private final Endpoint server;
    private final PipelinedClient<BeanstalkCommand, BeanstalkReply> client;
    private final Object using = new Object();
    private String used = MessageStore.DEFAULT_TUBE;
    /** The server has taken a key before. */
    private boolean knowsKeys;

    BeanstalkCalls(Endpoint server, PipelinedClient<BeanstalkCommand, BeanstalkReply> client) {
        this.server = server;
        this.client = client;
    }

    Endpoint server() {
        return server;
    }

    // ---- sending

    private CompletableFuture<BeanstalkReply> send(BeanstalkCommand command) throws IOException {
        try {
            return client.send(command);
        } catch (IOException e) {
            throw first(e);
        }
    }

    private CompletableFuture<BeanstalkReply> send(BeanstalkCommand command, Duration timeout) throws IOException {
        try {
            return client.send(command, timeout);
        } catch (IOException e) {
            throw first(e);
        }
    }

    /** Why the conversation ended, where that is what the failure says. */
    private static IOException first(IOException failure) {
        return failure.getCause() instanceof IOException cause ? cause : failure;
    }

    /** Sends a command that is about the tube in use. */
    <T> CompletableFuture<T> onTube(String tube, BeanstalkCommand command, Function<BeanstalkReply, T> meaning)
            throws IOException, ProtocolException {
        BeanstalkCommand.requireTube(tube);
        synchronized (using) {
            use(tube);
            return send(command).thenApply(meaning);
        }
    }

    /** Awaited: where it is refused, the command that follows must not go to another tube. */
    private void use(String tube) throws IOException, ProtocolException {
        if (!tube.equals(used)) {
            OnTube use = new OnTube("use", tube, Duration.ZERO);
            await(send(use).thenApply(reply -> word(use, reply, "USING")));
            used = tube;
        }
    }

    /** The same for a reply with a number. */
    CompletableFuture<Long> onTube(String tube, BeanstalkCommand command, String word)
            throws IOException, ProtocolException {
        return onTube(tube, command, reply -> number(command, reply, word));
    }

    /** The same for a put with a key. Where keys are not known, which the first one shows, nothing is put. */
    CompletableFuture<Long> onceOnTube(String tube, String key, BeanstalkCommand put, String word)
            throws IOException, ProtocolException {
        BeanstalkCommand.requireTube(tube);
        Once once = new Once(BeanstalkCommand.requireKey(key));
        synchronized (using) {
            use(tube);
            CompletableFuture<Boolean> given = whether(once, "ONCE", "ONCE");
            if (!knowsKeys) {
                knowsKeys = await(given);
            }
            return send(put).thenApply(reply -> number(put, reply, word));
        }
    }

    /** Whether the reply is the one word, or the other. */
    CompletableFuture<Boolean> whether(BeanstalkCommand command, String yes, String no) throws IOException {
        return send(command).thenApply(reply -> {
            if (!reply.line().equals(yes) && !reply.line().equals(no)) {
                throw refusal(command, reply);
            }
            return reply.line().equals(yes);
        });
    }

    /** One word, and no other. */
    void expect(BeanstalkCommand command, String word) throws IOException, ProtocolException {
        await(whether(command, word, word));
    }

    /** What stands behind a word. */
    String word(BeanstalkCommand command, String word) throws IOException, ProtocolException {
        return await(send(command).thenApply(reply -> word(command, reply, word)));
    }

    /** The number behind a word. */
    long number(BeanstalkCommand command, String word) throws IOException, ProtocolException {
        return await(send(command).thenApply(reply -> number(command, reply, word)));
    }

    /** A message, or the word for none. */
    Optional<BeanstalkMessage> message(BeanstalkCommand command, Duration timeout, String word, String none)
            throws IOException, ProtocolException {
        return await(send(command, timeout).thenApply(oneMessage(command, word, none)));
    }

    /** What the reply to a command means that asks for one message. */
    Function<BeanstalkReply, Optional<BeanstalkMessage>> oneMessage(
            BeanstalkCommand command, String word, String none) {
        return reply -> {
            byte[] body = reply.body();
            if (reply.line().equals(none)) {
                return Optional.empty();
            }
            String[] words = reply.line().split(" ", -1);
            if (body == null || words.length != 3 || !words[0].equals(word)) {
                throw refusal(command, reply);
            }
            return Optional.of(new BeanstalkMessage(unsigned(command, reply, words[1]), body));
        };
    }

    /** The messages of a batch. */
    List<BeanstalkMessage> batch(BeanstalkCommand command) throws IOException, ProtocolException {
        return await(send(command).thenApply(reply -> {
            if (!reply.line().startsWith("RESERVED_BATCH ")) {
                throw refusal(command, reply);
            }
            return reply.ofBatch().stream()
                    .map(oneMessage(command, "RESERVED", ""))
                    .flatMap(Optional::stream)
                    .toList();
        }));
    }

    /** A text; empty where there is nothing it could be about. */
    Optional<byte[]> text(BeanstalkCommand command) throws IOException, ProtocolException {
        return await(send(command).thenApply(reply -> {
            byte[] body = reply.body();
            if (reply.line().equals("NOT_FOUND")) {
                return Optional.empty();
            }
            if (body == null || !reply.line().startsWith("OK ")) {
                throw refusal(command, reply);
            }
            return Optional.of(body);
        }));
    }

    // ---- what a reply means

    private String word(BeanstalkCommand command, BeanstalkReply reply, String word) {
        if (!reply.line().startsWith(word + " ")) {
            throw refusal(command, reply);
        }
        return reply.line().substring(word.length() + 1);
    }

    private long number(BeanstalkCommand command, BeanstalkReply reply, String word) {
        return unsigned(command, reply, word(command, reply, word));
    }

    private long unsigned(BeanstalkCommand command, BeanstalkReply reply, String digits) {
        try {
            return Long.parseUnsignedLong(digits);
        } catch (NumberFormatException _) {
            throw refusal(command, reply);
        }
    }

    /** Out of a stage; unwrapped by {@link #await}, as futures do. */
    private CompletionException refusal(BeanstalkCommand command, BeanstalkReply reply) {
        return new CompletionException(new BeanstalkRefusalException(server, command.word(), reply.line()));
    }

    // ---- waiting

    /** What came, or why nothing did. A reply timeout of the connection ends every wait. */
    <T> T await(CompletableFuture<T> reply) throws IOException, ProtocolException {
        try {
            return reply.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(server + ": interrupted while a reply was due");
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException cause -> throw cause;
                case ProtocolException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
