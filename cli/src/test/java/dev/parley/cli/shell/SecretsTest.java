package dev.parley.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretsTest {
    @ParameterizedTest
    @CsvSource({
        "postgresql://me:pw@db/jobs, postgresql://...@db/jobs",
        "postgresql://db/jobs?password=pw&user=me, postgresql://db/jobs?password=...&user=me",
        "postgresql://db/jobs?user=me&sslPassword=pw, postgresql://db/jobs?user=me&sslPassword=...",
        "'postgresql://db/jobs?password=p,w\"]@ x&user=me', postgresql://db/jobs?password=...&user=me",
        "'postgresql://me:p/w?p@w, x@db/jobs', postgresql://...@db/jobs",
        "postgresql://a:p/w@db/jobs?password=p@w, postgresql://...@db/jobs?password=...",
        "reverse://127.0.0.1:8080, reverse://127.0.0.1:8080",
        "sqlite:jobs.db, sqlite:jobs.db"
    })
    void passwordsAreLeftOut(String text, String shown) {
        assertThat(Secrets.hidden(text)).isEqualTo(shown);
    }

    @Test
    void argumentsAreLookedAtOneByOne() {
        assertThat(Secrets.hidden(List.of("--store", "postgresql://a:b@db/jobs?password=p,w", "--max-message", "1")))
                .isEqualTo("[--store, postgresql://...@db/jobs?password=..., --max-message, 1]");
    }

    @Test
    void ofASentenceTheRestIsShown() {
        assertThat(Secrets.hiddenIn("postgresql://a:p/w@db/x, then //b?password=\"p,w\" of me@home"))
                .isEqualTo("postgresql://...@db/x, then //b?password=... of me@home");
    }
}
