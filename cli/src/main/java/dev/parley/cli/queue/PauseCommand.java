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
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "pause",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Has no message of a tube handed out for a while. Messages are stored meanwhile.",
            "",
            "  parley queue pause beanstalk:///mail 5m         Paused: tube 'mail' for 5 min",
            "  parley queue pause beanstalk:///mail 0          ends a pause",
            ""
        })
final class PauseCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    ServerOptions options = new ServerOptions();

    @Parameters(
            index = "1",
            paramLabel = "DURATION",
            converter = Converters.ToDurationOrZero.class,
            description = "for how long, in whole seconds; 0 ends a pause")
    Duration time = Duration.ZERO;

    PauseCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, ProtocolException {
        TubeServers servers = options.servers("queue pause");
        try (BeanstalkClient client = options.connect(console, servers)) {
            TubeEndpoint endpoint = servers.at(client);
            if (!client.pause(endpoint.tube(), time)) {
                throw new Failure(
                        ExitCode.FAILED,
                        endpoint.server() + " has no tube '" + endpoint.tube()
                                + "': there is one while it holds messages or a connection uses it");
            }
            if (options.json.enabled()) {
                console.print(QueueLine.of(QueueLine.Paused.of(endpoint, time.toSeconds())));
            } else {
                console.print(
                        time.isZero()
                                ? "Resumed: tube '" + endpoint.tube() + "'"
                                : "Paused: tube '" + endpoint.tube() + "' for " + NumberText.span(time));
            }
            return ExitCode.OK;
        }
    }
}
