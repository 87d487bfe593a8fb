package dev.parley.cli.talk;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.core.Endpoint;

/** What the two queue commands have in common. */
final class Queues {
    private Queues() {}

    static void requireQueue(Endpoint endpoint, String command) {
        if (!endpoint.service().equals("queue")) {
            throw new Failure(
                    ExitCode.USAGE, "'parley " + command + "' speaks to a queue, not to " + endpoint.service());
        }
    }
}
