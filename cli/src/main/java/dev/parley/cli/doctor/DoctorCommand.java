package dev.parley.cli.doctor;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.JsonOption;
import dev.parley.result.JsonDocument;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Shows what this host allows, and what limits a measurement on it.",
            "",
            "  parley doctor",
            "  parley doctor --json                            the same as one JSON object",
            ""
        },
        footer = {"", "A line that begins with ! limits something, and ends with what to do about it."})
public final class DoctorCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    JsonOption json = new JsonOption();

    public DoctorCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (json.enabled()) {
            List<HostCheck> checks = new ArrayList<>();
            look(checks::add);
            console.print(JsonDocument.line(HostReport.of(checks)));
        } else {
            look(check -> console.print(check.line())); // each as soon as it is known
        }
        return ExitCode.OK;
    }

    private static void look(Consumer<HostCheck> found) {
        HostFacts facts = HostFacts.ofThisHost();
        facts.machine().forEach(found);
        HostTimings.clock().forEach(found);
        found.accept(HostTimings.wakeUp());
        facts.limits().forEach(found);
        found.accept(HostNetwork.loopbackAddresses());
        found.accept(HostNetwork.transports());
        found.accept(HostCheck.plain(
                "jdk",
                Runtime.version() + " (" + System.getProperty("java.vm.name") + ", " + System.getProperty("java.vendor")
                        + ")"));
        found.accept(HostTimings.diskSync(Path.of("")));
    }
}
