package dev.parley.cli.control;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.core.ProtocolException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "kick",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Ends the connections of a peer at once, with what it is owed; it may connect again.",
            "",
            "  parley ctl kick 10.0.0.7 --control unix:/run/parley.sock          all from there",
            "  parley ctl kick 10.0.0.7:51234 --control unix:/run/parley.sock    one of them",
            "  parley ctl kick [::1]:51234 --admin 127.0.0.1:9400 --admin-token token",
            ""
        },
        footer = {"", "Exit code 1 when there is none. Clients of Unix sockets have no address."})
final class KickCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "ADDRESS", description = "of the peer: an IP address, with a port or without")
    String address = "";

    @Mixin
    ControlTarget target = new ControlTarget();

    KickCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, ProtocolException {
        return Acting.act(console, target, Action.KICK, address(address));
    }

    private static String address(String typed) {
        try {
            return PeerAddress.parse(typed).toString();
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, String.valueOf(e.getMessage()));
        }
    }
}
