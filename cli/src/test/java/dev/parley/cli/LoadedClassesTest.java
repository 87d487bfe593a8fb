package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.testing.ParleyProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command that is over in an instant must not wait for libraries that only others need. */
@Tag("slow")
class LoadedClassesTest {
    /** Of the library that binds documents: some hundred classes. */
    private static final String BINDING = "tools.jackson.databind.";

    @TempDir
    Path folder;

    private String classesLoadedBy(int exitCode, String... arguments) throws IOException {
        Path log = folder.resolve(arguments[0]);
        Map<String, String> options = Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + log);
        try (ParleyProcess parley = ParleyProcess.start(options, arguments)) {
            assertThat(parley.program().exitCode()).as(parley.err()).isEqualTo(exitCode);
        }
        return Files.readString(log);
    }

    @Test
    void exchangesWithAServerLoadNothingThatDocumentsNeed() throws IOException {
        Path message = Files.writeString(folder.resolve("message"), "abc");
        try (ParleyProcess server = ParleyProcess.serve("reverse://:0", "pong://:0", "queue://:0")) {
            String reverse = server.endpoints().get(0).toString();
            String pong = server.endpoints().get(1).toString();
            String queue = server.endpoints().get(2).toString();
            assertThat(classesLoadedBy(0, "send", reverse, "abc"))
                    .contains("dev.parley.cli.talk.SendCommand ")
                    .doesNotContain(BINDING);
            assertThat(classesLoadedBy(0, "put", queue, message.toString())).doesNotContain(BINDING);
            assertThat(classesLoadedBy(0, "get", queue)).doesNotContain(BINDING);
            assertThat(classesLoadedBy(0, "ping", pong, "--count", "1")).doesNotContain(BINDING);
        }
    }

    @Test
    void aShortCommandWithoutOptionsLoadsNeitherParserNorLoggingNorOtherServices() throws IOException {
        try (ParleyProcess server = ParleyProcess.serve("reverse://:0")) {
            String classes = classesLoadedBy(0, "send", server.endpoint().toString(), "abc");
            assertThat(classes)
                    .doesNotContain("picocli.")
                    .doesNotContain("ch.qos.logback.")
                    .doesNotContain("org.slf4j.")
                    .doesNotContain("dev.parley.services.Queue ")
                    .doesNotContain("dev.parley.engine.");
            assertThat(classes.lines().filter(line -> line.contains(" dev.parley.")))
                    .as("Parley's own classes")
                    .hasSizeLessThan(120);
        }
    }

    @Test
    void theFullScreenIsLoadedOnlyWhereItIsShown() throws IOException {
        try (ParleyProcess server = ParleyProcess.serve("reverse://:0")) {
            String reverse = server.endpoint().toString();
            assertThat(classesLoadedBy(0, "load", reverse, "-n", "3", "--warmup", "0"))
                    .contains("dev.parley.cli.load.LoadCommand ")
                    .doesNotContain(" org.jline.") // the JDK has one of its own
                    .doesNotContain("dev.parley.cli.load.LiveView ");
        }
    }

    @Test
    void aCommandThatReadsADocumentLoadsTheBinding() throws IOException {
        Path document = Files.writeString(folder.resolve("result.json"), "{}");

        assertThat(classesLoadedBy(1, "report", document.toString())).contains(BINDING);
    }
}
