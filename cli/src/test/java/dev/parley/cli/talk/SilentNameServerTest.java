package dev.parley.cli.talk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ChildProgram;
import dev.parley.cli.testing.ParleyProcess;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client waits for the address of its server no longer than for the server. */
@Tag("slow")
class SilentNameServerTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "send reverse://somewhere.test:8080 abc",
                "send reverse+udp://somewhere.test:8080 abc",
                "get queue://somewhere.test:8080",
                "ping pong://somewhere.test:8000",
                "load reverse://somewhere.test:8080"
            })
    void everyClientEndsWithTheDeadline(String words) throws Exception {
        List<String> command = ParleyProcess.command((words + " --timeout 200ms").split(" "));
        int classPath = command.indexOf("-cp") + 1;
        command.set(classPath, command.get(classPath) + File.pathSeparator + SilentNameServer.folder(folder));
        try (ChildProgram client = ChildProgram.start(command)) {
            assertThat(client.exitCode()).as(client.errText()).isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(client.errText())
                    .endsWith("no address of 'somewhere.test' within 200 ms; does the name server answer?\n")
                    .hasLineCount(1);
        }
    }
}
