package dev.parley.cli.cluster;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Writes the files of a laboratory into a new folder; starts nothing.",
            "",
            "  parley cluster init lab",
            "  parley cluster init lab2 --base-port 18400      a second one, beside it",
            ""
        },
        footer = {
            "",
            "They are short and say why each setting is as it is: etcd.yml, patroni-1.yml, -2 and -3, database.sql, and",
            "README.md with what to do. Passwords are made at random into pgpass, which only its owner can read."
        })
final class InitCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "DIR", description = "a new folder, or an empty one")
    Path directory = Path.of("");

    @Option(
            names = "--base-port",
            paramLabel = "N",
            description = "the first port; the others are up to 32 behind it (default: ${DEFAULT-VALUE})")
    int basePort = Ports.DEFAULT_BASE;

    InitCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Laboratory laboratory = new Laboratory(directory.toAbsolutePath().normalize(), new Ports(basePort));
        Account account = Account.choose();
        account.requireAccess(existing(laboratory.directory()));
        LaboratoryFiles.write(laboratory, account, Programs.find().postgresql());
        console.say("a laboratory is in " + laboratory.directory() + "; README.md there says what to do with it");
        if (!account.isOwn()) {
            console.say("since PostgreSQL refuses to be run by root, it, Patroni and etcd are run by '" + account.user()
                    + "', whose data/ is");
        }
        console.say("next: parley cluster up " + directory);
        return ExitCode.OK;
    }

    /** The folder, or the one above it that is there. */
    private static Path existing(Path directory) {
        Path there = directory;
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there;
    }
}
