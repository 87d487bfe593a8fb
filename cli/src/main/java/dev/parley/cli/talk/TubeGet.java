package dev.parley.cli.talk;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.TubeEndpoint;
import dev.parley.client.ClientOptions;
import dev.parley.client.beanstalk.BeanstalkClient;
import dev.parley.client.beanstalk.BeanstalkMessage;
import dev.parley.core.ProtocolException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Fetches messages from a tube. Each is deleted when it has been written; until then it is only reserved, and ready again when this
 * connection ends.
 *
 * @param patience how long to wait for each
 * @param newline whether a line feed is printed behind each
 */
record TubeGet(
        Console console,
        TubeEndpoint endpoint,
        ClientOptions options,
        Duration patience,
        boolean newline,
        boolean json) {
    private static final String STAYS = "; the message stays in the queue";

    /**
     * Fetches so many: the exit code.
     *
     * @param untilEmpty whether it is enough to fetch fewer, but for none
     */
    int fetch(long wanted, boolean untilEmpty) throws IOException, ProtocolException {
        try (BeanstalkClient client = endpoint.connectToReserve(options)) {
            for (long fetched = 0; fetched < wanted; fetched++) {
                Optional<BeanstalkMessage> next = reserve(client);
                if (next.isEmpty()) {
                    if (untilEmpty && fetched > 0) {
                        return ExitCode.OK;
                    }
                    console.say("parley get: no message is ready in tube '" + endpoint.tube() + "'");
                    return ExitCode.FAILED;
                }
                print(next.get());
                delete(client, next.get());
            }
            return ExitCode.OK;
        }
    }

    private Optional<BeanstalkMessage> reserve(BeanstalkClient client) throws IOException, ProtocolException {
        try {
            return client.reserve(patience);
        } catch (ProtocolException.TooLarge e) {
            throw new Failure(ExitCode.FAILED, e.getMessage() + "; --max-message takes a longer message" + STAYS);
        }
    }

    private void print(BeanstalkMessage message) {
        MessageOutput output = new MessageOutput(console, STAYS);
        if (json) {
            output.write(JsonLine.of(JsonLine.FetchedFromTube.of(
                    endpoint.server().toString(), endpoint.tube(), message.id(), message.body())));
            return;
        }
        output.write(message.body());
        if (newline) {
            output.write('\n');
        }
    }

    private void delete(BeanstalkClient client, BeanstalkMessage message) throws IOException, ProtocolException {
        if (!client.delete(message.id())) {
            throw new Failure(
                    ExitCode.FAILED,
                    "message " + Long.toUnsignedString(message.id()) + " was printed, but not deleted: its time to run"
                            + " (--ttr of put) was over before, and it may be handed out again");
        }
    }
}
