package dev.parley.cli.talk;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.Failures;
import dev.parley.cli.shell.TubeServers;
import dev.parley.client.ClientOptions;
import dev.parley.client.beanstalk.BeanstalkClient;
import dev.parley.client.beanstalk.BeanstalkRefusalException;
import dev.parley.core.PrintableText;
import dev.parley.core.ProtocolException;
import dev.parley.queue.NewMessage;
import dev.parley.result.NumberText;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * Stores messages in a tube. They are sent without waiting for the reply to each; the first that is not stored is the last.
 *
 * <p>A message that was sent is not sent to another server, since it may be stored. So after a pause of whoever gives the messages, as
 * that of a pipe, the server has to answer before the next is sent: one that was lost meanwhile is replaced.
 */
final class TubePut implements MessageSources.Sink, AutoCloseable {
    /** Replies to wait for at most: enough for a distant server, few enough to know soon that one was refused. */
    private static final int MOST_DUE = 256;

    /** So long after the last message, the server may have gone. */
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Console console;
    private final TubeServers servers;
    private final ClientOptions clientOptions;
    private final TubePutOptions options;
    private final boolean json;
    private final ArrayDeque<Due> due = new ArrayDeque<>();
    private BeanstalkClient client;
    private long sentNanos = System.nanoTime();
    private long sent;
    private long stored;
    private long storedBytes;
    private long lastId;

    /** A message that was sent. */
    private record Due(String source, int bytes, CompletableFuture<Long> id) {}

    private TubePut(
            Console console,
            TubeServers servers,
            ClientOptions clientOptions,
            TubePutOptions options,
            boolean json,
            BeanstalkClient client) {
        this.console = console;
        this.servers = servers;
        this.clientOptions = clientOptions;
        this.options = options;
        this.json = json;
        this.client = client;
    }

    /** Connects to the first server that answers. */
    static TubePut connect(
            Console console, TubeServers servers, ClientOptions clientOptions, TubePutOptions options, boolean json)
            throws IOException, ProtocolException {
        return new TubePut(console, servers, clientOptions, options, json, servers.connect(clientOptions));
    }

    @Override
    public void accept(String source, byte[] message) {
        settleWhatIsDone();
        if (servers.isSeveral() && due.isEmpty() && System.nanoTime() - sentNanos > PAUSE_NANOS) {
            requireServer();
        }
        due.add(new Due(source, message.length, send(message)));
        sentNanos = System.nanoTime();
        settleWhatIsDone();
    }

    /** Nothing that was sent is without a reply: another server may be used as well. */
    private void requireServer() {
        try {
            client.requireAnswer();
        } catch (IOException | ProtocolException e) {
            goOn(e);
        }
    }

    private void goOn(Exception why) {
        TubeServers others = servers.startingAfter(client.endpoint());
        client.close();
        try {
            client = others.connect(clientOptions);
        } catch (IOException | ProtocolException e) {
            throw new Failure(
                    Failures.exitCode(e), Failures.line(e) + "; " + NumberText.count(stored, "message") + " stored");
        }
        console.say("parley put: " + Failures.line(why) + "; connected to " + client.endpoint());
    }

    private void settleWhatIsDone() {
        Due oldest = due.peek();
        while (oldest != null && (due.size() > MOST_DUE || oldest.id.isDone())) {
            due.remove();
            settle(oldest);
            oldest = due.peek();
        }
    }

    private CompletableFuture<Long> send(byte[] message) {
        try {
            sent++;
            String key = options.onceKey(sent);
            NewMessage put = options.message(servers.tube(), message);
            return key == null ? client.putLater(put) : client.putOnceLater(key, put);
        } catch (IOException | ProtocolException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Waits for the replies that are due, and prints how much was stored. */
    void end() {
        for (Due sent = due.poll(); sent != null; sent = due.poll()) {
            settle(sent);
        }
        if (!json) {
            console.print(
                    "Stored: " + NumberText.count(stored, "message") + ", " + NumberText.count(storedBytes, "byte")
                            + (stored == 0 ? "" : "; last id " + Long.toUnsignedString(lastId)));
        }
    }

    private void settle(Due sent) {
        try {
            count(sent, sent.id.join());
        } catch (CompletionException | CancellationException e) {
            throw notStored(sent, e.getCause() == null ? e : e.getCause());
        }
    }

    private void count(Due sent, long id) {
        stored++;
        storedBytes += sent.bytes;
        lastId = id;
        if (json) {
            console.print(JsonLine.of(JsonLine.StoredInTube.of(
                    client.endpoint().toString(), sent.source, sent.bytes, servers.tube(), id)));
        }
    }

    /** What was sent behind it may be stored all the same, and is counted; of what the reply was lost, that is not known. */
    private Failure notStored(Due first, Throwable why) {
        long refused = 0;
        long unknown = 0;
        for (Due sent = first; sent != null; sent = due.poll()) {
            try {
                count(sent, sent.id.join());
            } catch (CompletionException | CancellationException e) {
                boolean refusal = e.getCause() instanceof BeanstalkRefusalException;
                refused += refusal ? 1 : 0;
                unknown += refusal ? 0 : 1;
            }
        }
        StringBuilder text = new StringBuilder(Failures.line(why))
                .append("; ")
                .append(NumberText.count(stored, "message"))
                .append(" stored");
        if (refused > 0) {
            text.append(", ")
                    .append(refused)
                    .append(" not (the first: ")
                    .append(name(first))
                    .append(')');
        }
        if (unknown > 0) {
            text.append(", ").append(unknown).append(" may have been stored");
        }
        return new Failure(Failures.exitCode(why), text.toString());
    }

    private static String name(Due sent) {
        String source = sent.source.equals(MessageSources.STANDARD_INPUT)
                ? "from standard input"
                : "'" + PrintableText.of(sent.source) + "'";
        return source + ", " + NumberText.count(sent.bytes, "byte");
    }

    @Override
    public void close() {
        client.close();
    }
}
