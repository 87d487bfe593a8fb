package dev.parley.cli.doctor;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {"Shows what this host allows, and what limits a measurement on it.", "", "  parley doctor", ""},
        footer = {"", "A line that begins with ! limits something, and ends with what to do about it."})
public final class DoctorCommand implements Callable<Integer> {
    private final Console console;

    public DoctorCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        HostFacts facts = HostFacts.ofThisHost();
        facts.machine().forEach(this::print);
        HostTimings.clock().forEach(this::print);
        print(HostTimings.wakeUp());
        facts.limits().forEach(this::print);
        print(HostNetwork.loopbackAddresses());
        print(HostNetwork.transports());
        print(HostCheck.plain(
                "jdk",
                Runtime.version() + " (" + System.getProperty("java.vm.name") + ", " + System.getProperty("java.vendor")
                        + ")"));
        print(HostTimings.diskSync(Path.of("")));
        return ExitCode.OK;
    }

    private void print(HostCheck finding) {
        console.print(finding.line());
    }
}
