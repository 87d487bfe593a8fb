package dev.parley.cli.tls;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.core.PrintableText;
import dev.parley.tls.Credentials;
import dev.parley.tls.PemText;
import dev.parley.tls.PrivateAuthority;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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
    private static final List<String> THIS_MACHINE = List.of("localhost", "127.0.0.1", "::1");
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
        List<String> names = new ArrayList<>(THIS_MACHINE);
        for (String host : hosts) {
            if (!host.matches("[A-Za-z0-9*][A-Za-z0-9.-]*|[0-9a-fA-F:]+")) {
                throw new Failure(ExitCode.USAGE, "'" + PrintableText.of(host) + "' is no name or address of a host");
            }
            names.add(host);
        }
        Files.createDirectories(folder);
        for (String name : List.of("ca.pem", "server.pem", "server.key", "client.pem", "client.key")) {
            requireNew(folder.resolve(name));
        }
        try (PrivateAuthority authority = PrivateAuthority.create("CN=Parley laboratory", days)) {
            write("server", authority.server(names, days));
            write("client", authority.client("parley-client", days));
            write("ca.pem", PemText.of(List.of(authority.certificate())), "rw-r--r--");
        }
        console.print("made ca.pem, server.pem, server.key, client.pem and client.key in " + folder);
        console.print("server: parley serve reverse+tls://:8443 --tls-cert " + folder.resolve("server.pem")
                + " --tls-key " + folder.resolve("server.key"));
        console.print(
                "client: parley send reverse+tls://localhost:8443 --tls-ca " + folder.resolve("ca.pem") + " Hello");
        return ExitCode.OK;
    }

    private static void requireNew(Path file) {
        if (Files.exists(file)) {
            throw new Failure(ExitCode.FAILED, file + " is there already, and is left as it is");
        }
    }

    private void write(String name, Credentials credentials) throws IOException {
        write(name + ".key", PemText.of(credentials.key()), "rw-------");
        write(name + ".pem", PemText.of(credentials.chain()), "rw-r--r--");
    }

    /** Made with its permissions, so that a key can be read by others at no moment. */
    private void write(String name, String text, String permissions) throws IOException {
        Path file = folder.resolve(name);
        Set<StandardOpenOption> asNew = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var out = Files.newByteChannel(
                file, asNew, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)))) {
            out.write(StandardCharsets.US_ASCII.encode(text));
        } catch (FileAlreadyExistsException e) {
            throw new Failure(ExitCode.FAILED, file + " is there already, and is left as it is");
        }
    }
}
