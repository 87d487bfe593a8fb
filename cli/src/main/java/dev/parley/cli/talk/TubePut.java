package dev.parley.cli.talk;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.Failures;
import dev.parley.cli.shell.TubeEndpoint;
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

/** Stores messages in a tube. They are sent without waiting for the reply to each; the first that is not stored is the last. */
final class TubePut implements MessageSources.Sink {
    /** Replies to wait for at most: enough for a distant server, few enough to know soon that one was refused. */
    private static final int MOST_DUE = 256;

    private final Console console;
    private final TubeEndpoint endpoint;
    private final BeanstalkClient client;
    private final TubePutOptions options;
    private final boolean json;
    private final ArrayDeque<Due> due = new ArrayDeque<>();
    private long sent;
    private long stored;
    private long storedBytes;
    private long lastId;

    /** A message that was sent. */
    private record Due(String source, int bytes, CompletableFuture<Long> id) {}

    TubePut(Console console, TubeEndpoint endpoint, BeanstalkClient client, TubePutOptions options, boolean json) {
        this.console = console;
        this.endpoint = endpoint;
        this.client = client;
        this.options = options;
        this.json = json;
    }

    @Override
    public void accept(String source, byte[] message) {
        Due sent = new Due(source, message.length, send(message));
        due.add(sent);
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
            NewMessage put = options.message(endpoint.tube(), message);
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
                    endpoint.server().toString(), sent.source, sent.bytes, endpoint.tube(), id)));
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
            text.append(", of ").append(unknown).append(" it is not known");
        }
        return new Failure(Failures.exitCode(why), text.toString());
    }

    private static String name(Due sent) {
        String source = sent.source.equals(MessageSources.STANDARD_INPUT)
                ? "from standard input"
                : "'" + PrintableText.of(sent.source) + "'";
        return source + ", " + NumberText.count(sent.bytes, "byte");
    }
}
