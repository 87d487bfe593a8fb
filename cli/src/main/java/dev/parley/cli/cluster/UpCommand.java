package dev.parley.cli.cluster;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.Converters;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Launcher;
import dev.parley.cli.shell.Signals;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Starts a laboratory, or what does not run of it, and waits until all is ready.",
            "",
            "  parley cluster up lab",
            ""
        },
        footer = {
            "",
            "What it starts goes on in the background until 'parley cluster down'. When something cannot be started, is not",
            "ready in time, or this is interrupted, all of the laboratory is stopped again."
        })
final class UpCommand implements Callable<Integer> {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(2);

    private final Console console;
    private final Launcher launcher;

    @Mixin
    DirectoryArgument argument = new DirectoryArgument();

    @Option(
            names = {"-t", "--timeout"},
            paramLabel = "D",
            converter = Converters.ToDuration.class,
            description = "for etcd, the databases and Parley's servers each (default: 2m)")
    Duration timeout = DEFAULT_TIMEOUT;

    UpCommand(Console console, Launcher launcher) {
        this.console = console;
        this.launcher = launcher;
    }

    @Override
    public Integer call() throws IOException {
        Laboratory laboratory = argument.open();
        Programs programs = Programs.find();
        Account account = Account.choose();
        account.requireAccess(laboratory.directory());
        Parts parts = new Parts(laboratory, programs, account, Passwords.read(laboratory.passwords()), launcher);
        Patience patience = new Patience(timeout);
        try (Signals.Handlers _ = Signals.onFirst(
                reason -> {
                    console.say(reason + ": stopping what was started; again: leaves it running");
                    patience.interrupt();
                },
                () -> console.say("left running; 'parley cluster down " + laboratory.directory() + "' stops it"))) {
            start(laboratory, new Startup(laboratory, parts, console, patience));
        }
        console.print("ready " + laboratory.queue());
        console.say("try:  parley put " + laboratory.queue() + " -m hello");
        console.say("      parley get " + laboratory.queue());
        console.say(
                "then: parley cluster status " + argument.directory + ", parley cluster down " + argument.directory);
        return ExitCode.OK;
    }

    private void start(Laboratory laboratory, Startup startup) throws IOException {
        startup.requireFreePorts();
        boolean ready = false;
        try {
            startup.run();
            ready = true;
        } finally {
            if (!ready) {
                new Shutdown(laboratory, console).run();
            }
        }
    }
}
