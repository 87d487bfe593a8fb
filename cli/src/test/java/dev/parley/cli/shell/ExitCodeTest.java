package dev.parley.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.testing.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scripts depend on the numbers; docs/exit-codes.md documents them, correctly. */
class ExitCodeTest {
    private static final Path DOCUMENTATION = Path.of("..", "docs", "exit-codes.md");
    private static final Pattern CODE = Pattern.compile("\\| ([0-9]+) \\| ([A-Z_]+) \\| .+ \\|");
    private static final Pattern MESSAGE = Pattern.compile("\\| `parley (.+)` \\| ([0-9]+) \\| (.+) \\|");

    private static List<Matcher> rows(Pattern shape) throws IOException {
        List<Matcher> rows = new ArrayList<>();
        for (String line : Files.readAllLines(DOCUMENTATION)) {
            Matcher row = shape.matcher(line);
            if (row.matches()) {
                rows.add(row);
            }
        }
        return rows;
    }

    @Test
    void theDocumentationHasEveryCodeAndNoOther() throws Exception {
        Map<String, Integer> documented = new LinkedHashMap<>();
        for (Matcher row : rows(CODE)) {
            documented.put(row.group(2), Integer.valueOf(row.group(1)));
        }
        Map<String, Integer> codes = new LinkedHashMap<>();
        for (var constant : ExitCode.class.getFields()) {
            codes.put(constant.getName(), constant.getInt(null));
        }

        assertThat(documented).isEqualTo(codes);
    }

    static List<Matcher> messages() throws IOException {
        return rows(MESSAGE);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyMessageIsSaidAsDocumented(Matcher row) {
        Transcript transcript = Transcript.of(row.group(1).split(" ")).exits(Integer.parseInt(row.group(2)));

        assertThat(transcript.out()).isEmpty();
        assertThat(transcript.err()).contains(row.group(3));
    }

    @Test
    void thereAreMessages() throws Exception {
        assertThat(messages()).hasSizeGreaterThan(10);
    }
}
