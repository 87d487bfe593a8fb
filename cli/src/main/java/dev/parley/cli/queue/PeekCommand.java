package dev.parley.cli.queue;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.TubeEndpoint;
import dev.parley.cli.shell.TubeServers;
import dev.parley.client.beanstalk.BeanstalkClient;
import dev.parley.client.beanstalk.BeanstalkMessage;
import dev.parley.core.ProtocolException;
import dev.parley.queue.MessageState;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "peek",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Prints a message and leaves it where it is.",
            "",
            "  parley queue peek beanstalk:///mail             the one that is handed out next",
            "  parley queue peek beanstalk:///mail --state buried",
            "  parley queue peek beanstalk --id 17",
            ""
        },
        footer = {"", "Where there is no such message, the exit code is 1."})
final class PeekCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    ServerOptions options = new ServerOptions();

    @Option(names = "--id", paramLabel = "N", description = "the message with this number, in whatever state and tube")
    @Nullable
    Long id;

    @Option(names = "--state", paramLabel = "S", description = "the next one that is ready, delayed or buried")
    @Nullable
    MessageState state;

    @Option(names = "--newline", description = "print a line feed after the message")
    boolean newline;

    PeekCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, ProtocolException {
        TubeServers servers = options.servers("queue peek");
        if (id != null && state != null) {
            throw new Failure(ExitCode.USAGE, "--id cannot be combined with --state");
        }
        if (state == MessageState.RESERVED) {
            throw new Failure(
                    ExitCode.USAGE, "--state is ready, delayed or buried; a message that is held has an --id");
        }
        if (newline && options.json.enabled()) {
            throw new Failure(ExitCode.USAGE, "--newline cannot be combined with --json");
        }
        try (BeanstalkClient client = options.connect(console, servers)) {
            TubeEndpoint endpoint = servers.at(client);
            MessageState which = state == null ? MessageState.READY : state;
            Optional<BeanstalkMessage> found = id == null ? client.peek(endpoint.tube(), which) : client.peek(id);
            if (found.isEmpty()) {
                throw new Failure(ExitCode.FAILED, id == null ? none(which, endpoint) : "there is no message " + id);
            }
            print(endpoint, found.get());
            return ExitCode.OK;
        }
    }

    private static String none(MessageState state, TubeEndpoint endpoint) {
        return "no message is " + state.name().toLowerCase(Locale.ROOT) + " in tube '" + endpoint.tube() + "'";
    }

    private void print(TubeEndpoint endpoint, BeanstalkMessage message) {
        if (options.json.enabled()) {
            console.print(QueueLine.of(QueueLine.Peeked.of(endpoint, message)));
            return;
        }
        console.print(message.body());
        if (newline) {
            console.print("");
        }
    }
}
