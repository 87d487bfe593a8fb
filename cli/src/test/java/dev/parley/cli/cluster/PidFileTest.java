package dev.parley.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is ended that was not started here. */
class PidFileTest {
    private static final ProcessHandle THIS = ProcessHandle.current();

    @TempDir
    Path folder;

    @Test
    void findsWhatWasStarted() throws IOException {
        PidFile file = new PidFile(folder.resolve("this.pid"));
        assertThat(file.running()).isEmpty();

        file.write(THIS.pid());

        assertThat(file.running()).contains(THIS);
        file.delete();
        assertThat(file.running()).isEmpty();
    }

    @Test
    void aProcessThatGotTheNumberLaterIsNotTakenForIt() throws IOException {
        PidFile file = new PidFile(folder.resolve("this.pid"));
        file.write(THIS.pid());
        String text = Files.readString(file.file()).strip();

        Files.writeString(file.file(), text + "0\n"); // another moment

        assertThat(file.running()).isEmpty();
        Files.writeString(file.file(), THIS.pid() + "\n");
        assertThat(file.running()).isEmpty();
        Files.writeString(file.file(), "no number\n" + text + "\n");
        assertThat(file.running()).isEmpty();
    }

    @Test
    void aDatabaseIsKnownByItsFolder() throws IOException {
        Files.writeString(folder.resolve("postmaster.pid"), THIS.pid() + "\n" + folder + "\n");

        assertThat(new Postmaster(folder).running())
                .as("this test is no database")
                .isEmpty();
        assertThat(new Postmaster(folder).isStandby()).isFalse();
        Files.createFile(folder.resolve("standby.signal"));
        assertThat(new Postmaster(folder).isStandby()).isTrue();
    }
}
