package dev.parley.cli.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.Transcript;
import dev.parley.testkit.PostgresServer;
import org.junit.jupiter.api.Test;

class MigrateCommandTest {
    @Test
    void makesTheTablesOnce() {
        String store = "postgresql:" + PostgresServer.shared().newDatabase();

        assertThat(Transcript.of("queue", "migrate", store).exits(ExitCode.OK).out())
                .isEqualTo("Migrated: 2 steps\n");
        assertThat(Transcript.of("queue", "migrate", store).exits(ExitCode.OK).out())
                .isEqualTo("Nothing to do: the tables are up to date\n");
    }

    @Test
    void whatIsNoStoreAndWhatIsNotThereIsSaidInALine() {
        assertThat(Transcript.of("queue", "migrate", "jobs.db")
                        .exits(ExitCode.USAGE)
                        .err())
                .isEqualTo("parley queue migrate: 'postgresql:jobs.db' names no database; expected"
                        + " postgresql://HOST/DATABASE, or postgresql://HOST1,HOST2:PORT/DATABASE?user=NAME\n");
        assertThat(Transcript.of("queue", "migrate", "postgresql://127.0.0.1:1/jobs?password=secret")
                        .exits(ExitCode.UNAVAILABLE)
                        .err())
                .startsWith("parley queue migrate: the store postgresql://127.0.0.1:1/jobs: ")
                .contains("refused")
                .doesNotContain("secret");
    }
}
