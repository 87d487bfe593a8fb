package dev.parley.cli.queue;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.Converters;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.TubeEndpoint;
import dev.parley.cli.shell.TubeServers;
import dev.parley.client.beanstalk.BeanstalkClient;
import dev.parley.core.ProtocolException;
import dev.parley.result.NumberText;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "kick",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Makes buried messages of a tube ready; where none is buried, delayed ones.",
            "",
            "  parley queue kick beanstalk:///mail             Kicked: 3 messages in tube 'mail'",
            "  parley queue kick beanstalk:///mail --count 10",
            "  parley queue kick beanstalk --id 17",
            ""
        })
final class KickCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    ServerOptions options = new ServerOptions();

    @Option(
            names = {"-n", "--count"},
            paramLabel = "N",
            converter = Converters.ToCount.class,
            description = "at most so many (default: all)")
    @Nullable
    Integer count;

    @Option(names = "--id", paramLabel = "N", description = "the message with this number, in whatever tube")
    @Nullable
    Long id;

    KickCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, ProtocolException {
        TubeServers servers = options.servers("queue kick");
        if (count != null && id != null) {
            throw new Failure(ExitCode.USAGE, "--count cannot be combined with --id");
        }
        try (BeanstalkClient client = options.connect(console, servers)) {
            TubeEndpoint endpoint = servers.at(client);
            if (id != null && !client.kick(id)) {
                throw new Failure(ExitCode.FAILED, "there is no message " + id + " that is buried or delayed");
            }
            long kicked = id == null ? client.kick(endpoint.tube(), count == null ? Integer.MAX_VALUE : count) : 1;
            if (options.json.enabled()) {
                console.print(QueueLine.of(QueueLine.Counted.of("kicked", endpoint, kicked)));
            } else {
                console.print("Kicked: " + NumberText.count(kicked, "message")
                        + (id == null ? " in tube '" + endpoint.tube() + "'" : ""));
            }
            return ExitCode.OK;
        }
    }
}
