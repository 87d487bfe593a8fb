package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a program that uses the library imports names every room of it. */
class BomTest {
    private static final Pattern ROOM =
            Pattern.compile("<groupId>dev\\.parley</groupId><artifactId>(parley-[a-z-]+)</artifactId><version>");
    private static final Pattern VERSION = Pattern.compile("(?m)^  <version>(.+)</version>$");

    private static String pom(String folder) throws IOException {
        return Files.readString(Path.of("..", folder, "pom.xml"));
    }

    private static Set<String> all(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyRoomIsInIt() throws IOException {
        assertThat(all(ROOM, pom("bom")))
                .isEqualTo(all(ROOM, pom(".")))
                .contains("parley-core", "parley-engine-jdk", "parley-testkit");
    }

    @Test
    void itsVersionIsThatOfTheRooms() throws IOException {
        assertThat(all(VERSION, pom("bom"))).isEqualTo(all(VERSION, pom("."))).hasSize(1);
    }
}
