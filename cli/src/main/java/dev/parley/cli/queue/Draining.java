package dev.parley.cli.queue;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.TubeEndpoint;
import dev.parley.client.beanstalk.BeanstalkClient;
import dev.parley.client.beanstalk.BeanstalkRefusalException;
import dev.parley.core.ProtocolException;
import java.io.IOException;

/** What drain and undrain share. */
final class Draining {
    private Draining() {}

    static int set(Console console, ServerOptions options, String command, boolean draining)
            throws IOException, ProtocolException {
        TubeEndpoint endpoint = options.server(command);
        try (BeanstalkClient client = options.connect(console, endpoint)) {
            client.setDraining(draining);
        } catch (BeanstalkRefusalException e) {
            if (e.isUnknownCommand()) {
                throw new Failure(ExitCode.FAILED, unknown(endpoint, draining));
            }
            throw e;
        }
        if (options.json.enabled()) {
            console.print(QueueLine.of(QueueLine.Draining.of(endpoint, draining)));
        } else {
            console.print(
                    draining
                            ? "Draining: " + endpoint.server() + " takes no messages; 'parley queue undrain' ends that"
                            : "Accepting: " + endpoint.server() + " takes messages");
        }
        return ExitCode.OK;
    }

    private static String unknown(TubeEndpoint endpoint, boolean draining) {
        return endpoint.server() + " has no command for it; "
                + (draining
                        ? "beanstalkd is drained by a signal: kill -USR1 PID"
                        : "beanstalkd that drains does so until it is restarted");
    }
}
