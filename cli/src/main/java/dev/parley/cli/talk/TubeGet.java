package dev.parley.cli.talk;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.Failures;
import dev.parley.cli.shell.TubeServers;
import dev.parley.client.ClientOptions;
import dev.parley.client.beanstalk.BeanstalkClient;
import dev.parley.client.beanstalk.BeanstalkMessage;
import dev.parley.client.beanstalk.BeanstalkRefusalException;
import dev.parley.core.ProtocolException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Fetches messages from a tube. Each is deleted when it has been written; until then it is only reserved, and ready again when this
 * connection ends. So a server that is lost while a message is waited for can be replaced by another one. For one thread.
 */
final class TubeGet {
    private static final String STAYS = "; the message stays in the queue";
    /** At most so long in one reserve where there is another server: one that has silently gone is noticed so soon. */
    private static final Duration RESERVE_WAIT = Duration.ofSeconds(10);

    private final Console console;
    private final TubeServers servers;
    private final Settings settings;
    private BeanstalkClient client;

    /**
     * How they are fetched.
     *
     * @param patience how long to wait for each
     * @param newline whether a line feed is printed behind each
     */
    record Settings(ClientOptions options, Duration patience, boolean newline, boolean json) {}

    private TubeGet(Console console, TubeServers servers, Settings settings, BeanstalkClient client) {
        this.console = console;
        this.servers = servers;
        this.settings = settings;
        this.client = client;
    }

    /**
     * Fetches so many: the exit code.
     *
     * @param untilEmpty whether it is enough to fetch fewer, but for none
     */
    static int fetch(Console console, TubeServers servers, Settings settings, long wanted, boolean untilEmpty)
            throws IOException, ProtocolException {
        TubeGet get = new TubeGet(console, servers, settings, servers.connectToReserve(settings.options()));
        try {
            return get.fetch(wanted, untilEmpty);
        } finally {
            get.client.close();
        }
    }

    private int fetch(long wanted, boolean untilEmpty) throws IOException, ProtocolException {
        for (long fetched = 0; fetched < wanted; fetched++) {
            Optional<BeanstalkMessage> next = next();
            if (next.isEmpty()) {
                if (untilEmpty && fetched > 0) {
                    return ExitCode.OK;
                }
                console.say("parley get: no message is ready in tube '" + servers.tube() + "'");
                return ExitCode.FAILED;
            }
            print(next.get());
            delete(next.get());
        }
        return ExitCode.OK;
    }

    /** Waits for the next one; fails when one server after the other is lost, and none has answered meanwhile. */
    private Optional<BeanstalkMessage> next() throws IOException, ProtocolException {
        long began = System.nanoTime();
        int lost = 0;
        while (true) {
            Duration left = settings.patience().minusNanos(System.nanoTime() - began);
            try {
                Optional<BeanstalkMessage> message = client.reserve(wait(left));
                if (message.isPresent() || left.compareTo(RESERVE_WAIT) <= 0 || !servers.isSeveral()) {
                    return message;
                }
                lost = 0;
            } catch (ProtocolException.TooLarge e) {
                throw new Failure(ExitCode.FAILED, e.getMessage() + "; --max-message takes a longer message" + STAYS);
            } catch (BeanstalkRefusalException e) {
                throw e;
            } catch (IOException | ProtocolException e) {
                lost++;
                if (lost >= servers.all().size()) {
                    throw e;
                }
                goOn(e);
            }
        }
    }

    private Duration wait(Duration left) {
        Duration atLeast = left.isNegative() ? Duration.ZERO : left;
        return servers.isSeveral() && atLeast.compareTo(RESERVE_WAIT) > 0 ? RESERVE_WAIT : atLeast;
    }

    /** At the next server; at the one that was lost, if that is all there is. */
    private void goOn(Exception why) throws IOException, ProtocolException {
        TubeServers others = servers.startingAfter(client.endpoint());
        client.close();
        client = others.connectToReserve(settings.options());
        console.say("parley get: " + Failures.line(why) + "; connected to " + client.endpoint());
    }

    private void print(BeanstalkMessage message) {
        MessageOutput output = new MessageOutput(console, STAYS);
        if (settings.json()) {
            output.write(JsonLine.of(JsonLine.FetchedFromTube.of(
                    client.endpoint().toString(), servers.tube(), message.id(), message.body())));
            return;
        }
        output.write(message.body());
        if (settings.newline()) {
            output.write('\n');
        }
    }

    private void delete(BeanstalkMessage message) throws IOException, ProtocolException {
        if (!client.delete(message.id())) {
            throw new Failure(
                    ExitCode.FAILED,
                    "message " + Long.toUnsignedString(message.id()) + " was printed, but not deleted: its time to run"
                            + " (--ttr of put) was over before, and it may be handed out again");
        }
    }
}
