package dev.parley.cli.queue;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.Converters;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.TextTable;
import dev.parley.cli.shell.TubeEndpoint;
import dev.parley.cli.shell.TubeServers;
import dev.parley.client.beanstalk.BeanstalkClient;
import dev.parley.client.beanstalk.BeanstalkMessage;
import dev.parley.client.beanstalk.BeanstalkRefusalException;
import dev.parley.core.ProtocolException;
import dev.parley.queue.MessageState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Lists messages of a tube, in the order in which they come.",
            "",
            "  parley queue list beanstalk:///mail             20 in each state",
            "  parley queue list beanstalk:///mail --state buried --limit 100",
            ""
        },
        footer = {
            "",
            "left: until the delay, or the time to run of a message that is held, is over. beanstalkd cannot list",
            "messages: of it, the next one in each state is shown, and none that is held."
        })
final class ListCommand implements Callable<Integer> {
    private static final TextTable MESSAGES = TextTable.of(
            TextTable.right("id", 8),
            TextTable.left("state", 8).after(2),
            TextTable.right("pri", 10),
            TextTable.right("age", 6).after(2),
            TextTable.right("left", 6).after(2),
            TextTable.right("ttr", 6).after(2),
            TextTable.right("bytes", 8).after(2),
            TextTable.right("reserves", 8).after(2));

    private final Console console;

    @Mixin
    ServerOptions options = new ServerOptions();

    @Option(
            names = "--state",
            paramLabel = "S",
            split = ",",
            description = "only those that are ready, reserved, delayed or buried; more than one: ready,buried")
    List<MessageState> states =
            List.of(MessageState.READY, MessageState.RESERVED, MessageState.DELAYED, MessageState.BURIED);

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            converter = Converters.ToCount.class,
            description = "at most so many in each state, and at most 1000 (default: 20)")
    int limit = 20;

    ListCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, ProtocolException {
        TubeServers servers = options.servers("queue list");
        try (BeanstalkClient client = options.connect(console, servers)) {
            TubeEndpoint endpoint = servers.at(client);
            List<Facts> messages = messages(client, endpoint.tube());
            if (options.json.enabled()) {
                for (Facts message : messages) {
                    console.print(QueueLine.of(QueueLine.Listed.of(endpoint, message)));
                }
            } else if (messages.isEmpty()) {
                console.say("parley queue list: no such messages in tube '" + endpoint.tube() + "'");
            } else {
                List<List<String>> rows = new ArrayList<>();
                for (Facts message : messages) {
                    rows.add(row(message));
                }
                MESSAGES.lines(rows, console.columns()).forEach(console::print);
            }
            return ExitCode.OK;
        }
    }

    private List<Facts> messages(BeanstalkClient client, String tube) throws IOException, ProtocolException {
        List<Facts> messages = new ArrayList<>();
        try {
            for (MessageState state : states) {
                client.list(tube, state, limit).stream().map(Facts::new).forEach(messages::add);
            }
            return messages;
        } catch (BeanstalkRefusalException e) {
            if (!e.isUnknownCommand()) {
                throw e;
            }
        }
        console.say("parley queue list: this server cannot list messages; of each state, the next one is shown");
        for (MessageState state : states) {
            if (state != MessageState.RESERVED) {
                next(client, tube, state).map(Facts::new).ifPresent(messages::add);
            }
        }
        return messages;
    }

    private static Optional<Map<String, String>> next(BeanstalkClient client, String tube, MessageState state)
            throws IOException, ProtocolException {
        Optional<BeanstalkMessage> message = client.peek(tube, state);
        if (message.isEmpty()) {
            return Optional.empty();
        }
        return client.stats(message.get().id()).map(stats -> {
            Map<String, String> facts = new HashMap<>(stats);
            facts.put("bytes", Integer.toString(message.get().body().length));
            return facts;
        });
    }

    private static List<String> row(Facts message) throws ProtocolException {
        String state = message.text("state");
        boolean timed = state.equals("delayed") || state.equals("reserved");
        return List.of(
                message.text("id"),
                state,
                message.text("pri"),
                ShortSpan.of(message.seconds("age")),
                timed ? ShortSpan.of(message.seconds("time-left")) : "-",
                ShortSpan.of(message.seconds("ttr")),
                message.text("bytes"),
                message.text("reserves"));
    }
}
