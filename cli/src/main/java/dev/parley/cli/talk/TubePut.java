package dev.parley.cli.talk;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.Failures;
import dev.parley.cli.shell.TubeServers;
import dev.parley.client.ClientOptions;
import dev.parley.client.beanstalk.BeanstalkClient;
import dev.parley.client.beanstalk.BeanstalkRefusalException;
import dev.parley.core.Endpoint;
import dev.parley.core.PrintableText;
import dev.parley.core.ProtocolException;
import dev.parley.queue.NewMessage;
import dev.parley.result.NumberText;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stores messages in a tube. They are sent without waiting for the reply to each; the first that is not stored is the last.
 *
 * <p>A message that was sent is sent to another server in two cases: when this one answered that it takes none for now, and so did not
 * store it, and when it has a key that the other server knows too. Without a reply, it may be stored. So after a pause of whoever gives the messages, as that of a pipe, the server has to answer before the next is sent: one that
 * was lost meanwhile is replaced.
 */
final class TubePut implements MessageSources.Sink, AutoCloseable {
    /** Replies to wait for at most: enough for a distant server, few enough to know soon that one was refused. */
    private static final int MOST_DUE = 256;

    /** So long after the last message, the server may have gone. */
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** So often the same messages are sent again while none of them is stored. */
    private static final int MOST_REPEATS = 10;

    private static final byte[] NONE = {};

    private final Console console;
    private final TubeServers servers;
    private final ClientOptions clientOptions;
    private final TubePutOptions options;
    private final boolean json;
    private final ArrayDeque<Due> due = new ArrayDeque<>();
    /** Where messages are sent again; null where none is. */
    private final @Nullable SharedStore store;
    /** Those that took no message, since one was last stored. */
    private final Set<Endpoint> draining = new HashSet<>();

    private BeanstalkClient client;
    private int repeats;
    private long sentNanos = System.nanoTime();
    private long sent;
    private long stored;
    private long storedBytes;
    private long lastId;

    /**
     * A message that was sent.
     *
     * @param body empty where it is not sent again
     * @param server which it was sent to
     */
    private record Due(
            String source, int bytes, long number, byte[] body, Endpoint server, CompletableFuture<Long> id) {}

    private TubePut(
            Console console,
            TubeServers servers,
            ClientOptions clientOptions,
            TubePutOptions options,
            boolean json,
            BeanstalkClient client,
            @Nullable SharedStore store) {
        this.console = console;
        this.servers = servers;
        this.clientOptions = clientOptions;
        this.options = options;
        this.json = json;
        this.client = client;
        this.store = store;
    }

    /**
     * Connects to the first server that answers.
     *
     * @throws Failure when messages have keys that not all the servers would know
     */
    static TubePut connect(
            Console console, TubeServers servers, ClientOptions clientOptions, TubePutOptions options, boolean json)
            throws IOException, ProtocolException {
        BeanstalkClient client = servers.connect(clientOptions);
        boolean connected = false;
        try {
            SharedStore store =
                    options.isOnce() && servers.isSeveral() ? SharedStore.of(client, servers, clientOptions) : null;
            connected = true;
            return new TubePut(console, servers, clientOptions, options, json, client, store);
        } finally {
            if (!connected) {
                client.close();
            }
        }
    }

    @Override
    public void accept(String source, byte[] message) {
        settleWhatIsDone();
        if (servers.isSeveral() && due.isEmpty() && System.nanoTime() - sentNanos > PAUSE_NANOS) {
            requireServer();
        }
        sent++;
        byte[] kept = servers.isSeveral() ? message : NONE;
        due.add(new Due(source, message.length, sent, kept, client.endpoint(), send(sent, message)));
        sentNanos = System.nanoTime();
        settleWhatIsDone();
    }

    /** Nothing that was sent is without a reply: another server may be used as well. */
    private void requireServer() {
        try {
            client.requireAnswer();
        } catch (IOException | ProtocolException e) {
            try {
                goOn(e);
            } catch (IOException | ProtocolException none) {
                throw new Failure(
                        Failures.exitCode(none),
                        Failures.line(none) + "; " + NumberText.count(stored, "message") + " stored");
            }
        }
    }

    private void goOn(Throwable why) throws IOException, ProtocolException {
        TubeServers others = servers.startingAfter(client.endpoint());
        others = others.without(draining).orElse(others);
        client.close();
        client = others.connect(clientOptions);
        if (store != null) {
            store.require(client);
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

    private CompletableFuture<Long> send(long number, byte[] message) {
        try {
            String key = options.onceKey(number);
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

    private void settle(Due first) {
        Due waiting = first;
        while (true) {
            try {
                count(waiting, waiting.id.join());
                repeats = 0;
                draining.clear();
                return;
            } catch (CompletionException | CancellationException e) {
                waiting = again(waiting, e.getCause() == null ? e : e.getCause());
            }
        }
    }

    /**
     * Sends what has no reply to the next server, which knows what this one has stored, or what this one takes not for now; returns the
     * first of it.
     */
    private Due again(Due first, Throwable why) {
        boolean drains = isDraining(why);
        if (drains) {
            draining.add(first.server);
        }
        boolean others = servers.without(draining).isPresent();
        boolean mayBeSentAgain =
                drains ? store != null || restIsKnown() : store != null && !(why instanceof BeanstalkRefusalException);
        if (!servers.isSeveral() || !others || !mayBeSentAgain || ++repeats > MOST_REPEATS) {
            throw notStored(first, why);
        }
        try {
            goOn(why);
        } catch (IOException | ProtocolException | Failure e) { // the last: it does not know the keys
            throw drains
                    ? notStored(first, Failures.line(why) + "; " + Failures.line(e), Failures.exitCode(why))
                    : notStored(first, e);
        }
        List<Due> rest = List.copyOf(due);
        due.clear();
        Due firstAgain = again(first); // in their order: so they are handed out, too
        rest.forEach(sent -> due.add(isStored(sent) ? sent : again(sent)));
        return firstAgain;
    }

    private Due again(Due sent) {
        return new Due(
                sent.source, sent.bytes, sent.number, sent.body, client.endpoint(), send(sent.number, sent.body));
    }

    /** Waits until each of those behind has its reply; false where one is neither stored nor certainly not. */
    private boolean restIsKnown() {
        boolean known = true;
        for (Due sent : due) {
            try {
                sent.id.join();
            } catch (CompletionException | CancellationException e) {
                known &= isDraining(e.getCause());
            }
        }
        return known;
    }

    private static boolean isDraining(@Nullable Throwable why) {
        return why instanceof BeanstalkRefusalException refusal && refusal.isDraining();
    }

    private static boolean isStored(Due sent) {
        return sent.id.isDone() && !sent.id.isCompletedExceptionally();
    }

    private void count(Due sent, long id) {
        stored++;
        storedBytes += sent.bytes;
        lastId = id;
        if (json) {
            console.print(JsonLine.of(
                    JsonLine.StoredInTube.of(sent.server.toString(), sent.source, sent.bytes, servers.tube(), id)));
        }
    }

    /** What was sent behind it may be stored all the same, and is counted; of what the reply was lost, that is not known. */
    private Failure notStored(Due first, Throwable why) {
        return notStored(first, Failures.line(why), Failures.exitCode(why));
    }

    private Failure notStored(Due first, String why, int exitCode) {
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
        StringBuilder text = new StringBuilder(why)
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
        return new Failure(exitCode, text.toString());
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
