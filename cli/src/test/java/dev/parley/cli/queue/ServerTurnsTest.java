package dev.parley.cli.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.cli.shell.NoServerException;
import dev.parley.cli.shell.TubeServers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerTurnsTest {
    private static ServerTurns turns(String endpoint) {
        return new ServerTurns(TubeServers.parse(endpoint, "work"));
    }

    @Test
    void theNextServerIsTriedAtOnceAndAPauseComesWhenAllHaveFailed() {
        ServerTurns turns = turns("beanstalk://a,b,c");
        List<String> tried = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            tried.add(turns.current().server().host() + " " + turns.pause().toMillis());
            turns.failed(new IOException("gone"));
        }
        assertThat(tried).containsExactly("a 0", "b 0", "c 0", "a 200", "b 0", "c 0", "a 400");
    }

    @Test
    void oneServerIsTriedAgainAfterAPause() {
        ServerTurns turns = turns("beanstalk://a");
        turns.failed(new IOException("gone"));
        assertThat(turns.pause()).isEqualTo(Duration.ofMillis(200));
        turns.failed(new IOException("gone"));
        assertThat(turns.pause()).isEqualTo(Duration.ofMillis(400));
        turns.worked();
        turns.failed(new IOException("gone"));
        assertThat(turns.pause()).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void aServerThatHasWorkedBeginsARoundOfItsOwn() {
        ServerTurns turns = turns("beanstalk://a,b");
        turns.failed(new IOException("a is gone"));
        turns.worked();
        turns.failed(new IOException("b is gone"));
        assertThat(turns.allFailed()).isFalse();
        assertThat(turns.pause()).isZero();
        assertThat(turns.current().server().host()).isEqualTo("a");

        turns.failed(new IOException("a is gone again"));
        assertThat(turns.allFailed()).isTrue();
        assertThatThrownBy(turns::throwFailures)
                .isInstanceOf(NoServerException.class)
                .hasMessage("b is gone; a is gone again");
    }
}
