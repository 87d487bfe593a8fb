package dev.parley.cli.queue;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.TubeEndpoint;
import dev.parley.cli.shell.TubeServers;
import dev.parley.client.beanstalk.BeanstalkClient;
import dev.parley.client.beanstalk.BeanstalkMessage;
import dev.parley.client.beanstalk.BeanstalkRefusalException;
import dev.parley.core.ProtocolException;
import dev.parley.queue.MessageState;
import dev.parley.result.NumberText;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "purge",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Deletes every message of a tube that no worker holds: ready, delayed and buried.",
            "",
            "  parley queue purge beanstalk:///mail            Purged: 12 messages from tube 'mail'",
            ""
        },
        footer = {
            "",
            "Of a server without a command for it, such as beanstalkd, messages are looked at and deleted one by one:",
            "as many as there are at the beginning."
        })
final class PurgeCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    ServerOptions options = new ServerOptions();

    PurgeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, ProtocolException {
        TubeServers servers = options.servers("queue purge");
        try (BeanstalkClient client = options.connect(console, servers)) {
            TubeEndpoint endpoint = servers.at(client);
            long purged = purge(client, endpoint.tube());
            if (options.json.enabled()) {
                console.print(QueueLine.of(QueueLine.Counted.of("purged", endpoint, purged)));
                return ExitCode.OK;
            }
            Optional<Map<String, String>> left = client.stats(endpoint.tube());
            long held = left.isEmpty() ? 0 : new Facts(left.get()).number("current-jobs-reserved");
            console.print("Purged: " + NumberText.count(purged, "message") + " from tube '" + endpoint.tube() + "'"
                    + (held == 0 ? "" : "; " + held + " held by workers stay"));
            return ExitCode.OK;
        }
    }

    private static long purge(BeanstalkClient client, String tube) throws IOException, ProtocolException {
        try {
            return client.purge(tube);
        } catch (BeanstalkRefusalException e) {
            if (!e.isUnknownCommand()) {
                throw e;
            }
            return oneByOne(client, tube);
        }
    }

    private static long oneByOne(BeanstalkClient client, String tube) throws IOException, ProtocolException {
        Optional<Map<String, String>> stats = client.stats(tube);
        if (stats.isEmpty()) {
            return 0;
        }
        long purged = 0;
        for (MessageState state : List.of(MessageState.READY, MessageState.DELAYED, MessageState.BURIED)) {
            // Bounded: a producer that is fast enough would keep this going for ever.
            long present =
                    new Facts(stats.get()).number("current-jobs-" + state.name().toLowerCase(Locale.ROOT));
            for (long i = 0; i < present; i++) {
                Optional<BeanstalkMessage> next = client.peek(tube, state);
                if (next.isEmpty()) {
                    break;
                }
                purged += client.delete(next.get().id()) ? 1 : 0; // else somebody has reserved it meanwhile
            }
        }
        return purged;
    }
}
