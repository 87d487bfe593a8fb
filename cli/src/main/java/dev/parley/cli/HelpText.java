package dev.parley.cli;

import dev.parley.cli.shell.TextTable;
import java.util.List;

/** What {@code parley --help} prints. */
final class HelpText {
    private HelpText() {}

    static String text() {
        StringBuilder text = new StringBuilder("""
                Parley serves messages over TCP and UDP, talks to such servers, and keeps messages in a queue.

                  parley demo                                     everything once, in less than a minute
                  parley serve reverse                            a server on 127.0.0.1:8080
                  parley send reverse 'Hello, world'              dlrow ,olleH
                  parley serve queue://:55556 pong+udp://:8000    two services, TCP and UDP
                  parley load reverse --rate 5000                 response times at 5,000 requests a second
                  parley put queue note.txt && parley get queue   store a file, fetch it

                Commands (each has --help):
                """);
        TextTable.of(TextTable.left("", 8), TextTable.left("", 0))
                .indentedBy(2)
                .lines(Commands.about().entrySet().stream()
                        .map(entry -> List.of(entry.getKey(), entry.getValue()))
                        .toList())
                .forEach(line -> text.append(line).append('\n'));
        return text.append("""

                An endpoint is written service[+transport]://host:port; what is left out is the service's default.
                Durations are written 250ms, 0.5s or 1m30s, sizes 64, 1KiB or 64MB, rates 5000 or 5k.
                Exit codes: 0 ok, 1 failed, 2 usage, 69 no server or port taken, 74 cannot write, 77 no permission,
                78 configuration, 99 a --fail-if of load or a --regression of report, 141 nobody reads the output.""").toString();
    }
}
