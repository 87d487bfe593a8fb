package dev.parley.cli.queue;

import dev.parley.cli.shell.ClientTlsOptions;
import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.Converters;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.JsonOption;
import dev.parley.cli.shell.TubeEndpoint;
import dev.parley.cli.shell.TubeServers;
import dev.parley.client.ClientOptions;
import dev.parley.client.beanstalk.BeanstalkClient;
import dev.parley.core.ProtocolException;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which queue, and how long it may take to answer. */
final class ServerOptions {
    private static final Duration LONGEST = Duration.ofMillis(Integer.MAX_VALUE);

    @Parameters(
            index = "0",
            paramLabel = "ENDPOINT",
            description = "beanstalk://host:port/tube, or beanstalk+unix:///path:tube")
    String endpointText = "";

    @Option(
            names = {"-t", "--timeout"},
            paramLabel = "D",
            converter = Converters.ToDuration.class,
            description = "for the connection, and for each reply (default: 5s)")
    @Nullable
    Duration timeout;

    @Mixin
    ClientTlsOptions tls = new ClientTlsOptions();

    @Mixin
    JsonOption json = new JsonOption();

    /** @param command the name of the command, for a failure */
    TubeServers servers(String command) {
        return TubeServers.parse(endpointText, command);
    }

    /** The endpoint of a command that is about one server as a whole: several, or one with a tube, are refused. */
    TubeEndpoint server(String command) {
        TubeEndpoint endpoint = TubeEndpoint.parse(endpointText, command);
        if (endpoint.named()) {
            throw new Failure(
                    ExitCode.USAGE,
                    "'parley " + command + "' is for the whole server, not for the tube '" + endpoint.tube() + "'");
        }
        return endpoint;
    }

    /** Connects to the first server that answers. */
    BeanstalkClient connect(Console console, TubeServers servers) throws IOException, ProtocolException {
        return servers.connect(clientOptions(console, servers.all().getFirst()));
    }

    BeanstalkClient connect(Console console, TubeEndpoint endpoint) throws IOException {
        return endpoint.connect(clientOptions(console, endpoint));
    }

    private ClientOptions clientOptions(Console console, TubeEndpoint endpoint) {
        ClientOptions options = tls.applied(BeanstalkClient.DEFAULT_OPTIONS, endpoint.server(), console, "queue");
        return timeout == null ? options : options.withTimeout(timeout.compareTo(LONGEST) > 0 ? LONGEST : timeout);
    }
}
