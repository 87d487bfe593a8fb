package dev.parley.client.beanstalk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.ProtocolException;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BeanstalkTextsTest {
    @Test
    void readsMapsListsAndListsOfMaps() throws Exception {
        assertThat(BeanstalkTexts.map("---\na: 1\nversion: \"1.12\"\nhost: \nos: a: b\n".getBytes(UTF_8)))
                .containsExactly(
                        Map.entry("a", "1"),
                        Map.entry("version", "1.12"),
                        Map.entry("host", ""),
                        Map.entry("os", "a: b"));
        assertThat(BeanstalkTexts.list("---\n- default\n- a\n".getBytes(UTF_8))).containsExactly("default", "a");
        assertThat(BeanstalkTexts.maps("---\n- id: 1\n  pri: 2\n- id: 3\n".getBytes(UTF_8)))
                .containsExactly(Map.of("id", "1", "pri", "2"), Map.of("id", "3"));
        assertThat(BeanstalkTexts.maps("---\n".getBytes(UTF_8))).isEmpty();
    }

    @Test
    void anyTextIsReadOrRefused() {
        Random random = new Random(7);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder("---\n");
            for (int k = random.nextInt(12); k > 0; k--) {
                text.append("- a: \"\n".charAt(random.nextInt(7)));
            }
            byte[] bytes = text.toString().getBytes(UTF_8);
            read += isRead(() -> BeanstalkTexts.map(bytes)) ? 1 : 0;
            read += isRead(() -> BeanstalkTexts.list(bytes)) ? 1 : 0;
            read += isRead(() -> BeanstalkTexts.maps(bytes)) ? 1 : 0;
        }
        assertThat(read).isBetween(1_000, 50_000);
    }

    private interface Reading {
        Object read() throws ProtocolException;
    }

    private static boolean isRead(Reading reading) {
        try {
            assertThat(reading.read()).isNotNull();
            return true;
        } catch (ProtocolException e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a: 1\n", "---\na\n", "---\n- a\n", "---\n  id: 1\n", "---\n- id: 1\n\n", "---\n- id: 1\nx\n"
            })
    void whatIsNoTextOfTheProtocolIsRefused(String text) {
        assertThatThrownBy(() -> BeanstalkTexts.maps(text.getBytes(UTF_8)))
                .isInstanceOf(ProtocolException.Malformed.class);
    }
}
