package dev.parley.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretsTest {
    @ParameterizedTest
    @CsvSource({
        "postgresql://me:pw@db/jobs, postgresql://...@db/jobs",
        "postgresql://db/jobs?password=pw&user=me, postgresql://db/jobs?password=...&user=me",
        "postgresql://db/jobs?user=me&sslPassword=pw, postgresql://db/jobs?user=me&sslPassword=...",
        "'[--store, postgresql://a:b@db/jobs?password=pw]', '[--store, postgresql://...@db/jobs?password=...]'",
        "reverse://127.0.0.1:8080, reverse://127.0.0.1:8080",
        "sqlite:jobs.db, sqlite:jobs.db"
    })
    void passwordsAreLeftOut(String text, String shown) {
        assertThat(Secrets.hidden(text)).isEqualTo(shown);
    }
}
