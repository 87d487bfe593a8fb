package dev.parley.cli.tls;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.core.PrintableText;
import dev.parley.tls.LaboratoryFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Makes an authority, and certificates of a server and a client, for a laboratory.",
            "",
            "  parley tls init lab                             for localhost, 127.0.0.1 and ::1",
            "  parley tls init lab --host box.example          and for this name",
            ""
        },
        footer = {
            "",
            "Files: ca.pem, whom to trust; server.pem and server.key, client.pem and client.key. A file that is there is",
            "left alone, and nothing is made. The authority's own key is thrown away: it issues no more certificates."
        })
final class InitCommand implements Callable<Integer> {
    /** Java's default for certificates of servers is shorter, but a laboratory should outlive it. */
    private static final int DEFAULT_DAYS = 365;

    private final Console console;

    @Parameters(paramLabel = "DIR", description = "the folder for the files; made if it is not there")
    Path folder = Path.of(".");

    @Option(names = "--host", paramLabel = "NAME", description = "also for this name or address; may be repeated")
    List<String> hosts = List.of();

    @Option(names = "--days", paramLabel = "N", description = "how long they are valid (default: 365)")
    int days = DEFAULT_DAYS;

    InitCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (days < 1 || days > 36_500) {
            throw new Failure(ExitCode.USAGE, "--days is 1 to 36500, not " + days);
        }
        List<String> names = new ArrayList<>(LaboratoryFiles.THIS_MACHINE);
        for (String host : hosts) {
            if (!host.matches("[A-Za-z0-9*][A-Za-z0-9.-]*|[0-9a-fA-F:]+")) {
                throw new Failure(ExitCode.USAGE, "'" + PrintableText.of(host) + "' is no name or address of a host");
            }
            names.add(host);
        }
        try {
            LaboratoryFiles.make(folder, names, days);
        } catch (FileAlreadyExistsException e) {
            throw new Failure(ExitCode.FAILED, e.getFile() + " is there already, and is left as it is");
        }
        console.print("made ca.pem, server.pem, server.key, client.pem and client.key in " + folder);
        console.print("server: parley serve reverse+tls://:8443 --tls-cert " + folder.resolve("server.pem")
                + " --tls-key " + folder.resolve("server.key"));
        console.print(
                "client: parley send reverse+tls://localhost:8443 --tls-ca " + folder.resolve("ca.pem") + " Hello");
        return ExitCode.OK;
    }
}
