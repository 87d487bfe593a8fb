package dev.parley.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.load.LoadOptions;
import dev.parley.cli.shell.Endpoints;
import dev.parley.compare.Target;
import dev.parley.core.Endpoint;
import dev.parley.load.LoadSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Which servers a command line means, and with which words each is started. */
class LineupTest {
    @Command
    private static final class Options {
        @Mixin
        CompareOptions compare = new CompareOptions();

        @Mixin
        LoadOptions load = new LoadOptions();
    }

    private static List<Target> targets(String service, String words) {
        Options options = new Options();
        new CommandLine(options)
                .parseArgs(words.isBlank() ? new String[0] : words.strip().split(" +"));
        Endpoint typed = Endpoint.parse(service);
        Endpoint example = Endpoints.complete(typed.service());
        List<String> tls = typed.isSecured() ? List.of("--tls-cert", "s.pem", "--tls-key", "s.key") : List.of();
        LoadSpec spec = options.load.spec(example, Endpoints.bytesProtocol(example, options.load.framing()));
        return options.compare.lineup(typed, tls, options.load, spec).targets();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                reverse     |                                          | selector tcp; threads tcp; virtual tcp
                reverse+udp | --engines virtual                        | virtual udp
                reverse     | --engines sequential,selector:2          | sequential tcp; selector:2 tcp
                pong        | --engines selector --transport tcp,udp   | selector tcp; selector udp
                pong        | --engines selector --transport udp       | selector udp
                pong        | --engines selector,virtual --think 5ms   | selector tcp; virtual tcp; selector tcp, think 5ms; virtual tcp, think 5ms
                pong        | --engines selector --against c=pong://:9 | selector tcp; c tcp
                pong        | --engines selector --against c=pong+udp://:9 | selector tcp; c udp
                pong        | --engines selector --against c=pong://:9 --against c=pong+udp://:9 --transport tcp,udp | selector tcp; c tcp; selector udp; c udp
                pong        | --engines selector --transport tcp,udp --think 1s --against a=pong+udp://:9 --against b=echo://:7 | selector tcp; b tcp; selector udp; a udp; selector tcp, think 1s; selector udp, think 1s""")
    void thoseThatAreComparableStandTogether(String service, @Nullable String words, String labels) {
        assertThat(targets(service, words == null ? "" : words).stream()
                        .map(Target::label)
                        .toList())
                .containsExactly(labels.split("; "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                reverse     | --engines selector               | reverse+tcp://127.0.0.1:0 --engine selector
                reverse+udp | --engines selector:3             | reverse+udp://127.0.0.1:0 --engine selector --loops 3
                reverse     | --engines threads --clients 50   | reverse+tcp://127.0.0.1:0 --engine threads --threads 50 --max-threads 50
                reverse     | --engines threads:4 --clients 50 | reverse+tcp://127.0.0.1:0 --engine threads --threads 4 --max-threads 4
                reverse+tls | --engines selector               | reverse+tls+tcp://127.0.0.1:0 --engine selector --tls-cert s.pem --tls-key s.key
                reverse+tls | --engines selector --transport tcp | reverse+tls+tcp://127.0.0.1:0 --engine selector --tls-cert s.pem --tls-key s.key
                timer       | --engines virtual --clients 50   | timer+tcp://127.0.0.1:0 --engine virtual --max-clients 50
                reverse     | --engines virtual --framing len16 --size 16-700 | reverse+tcp://127.0.0.1:0 --engine virtual --framing len16 --max-message 700""")
    void eachIsStartedWithWhatTheLoadNeeds(String service, String words, String served) {
        assertThat(targets(service, words)).singleElement().satisfies(target -> {
            assertThat(String.join(" ", target.serveWords())).isEqualTo("serve " + served);
            assertThat(target.about()).isEqualTo("parley serve " + served);
        });
    }

    @Test
    void onlyTheSecondHalfHasThinkTime() {
        List<String> words = new ArrayList<>();
        targets("pong", "--engines selector --think 1500us")
                .forEach(target -> words.add(String.join(" ", target.serveWords())));
        assertThat(words)
                .containsExactly(
                        "serve pong+tcp://127.0.0.1:0 --engine selector",
                        "serve pong+tcp://127.0.0.1:0 --engine selector --think 1500us");
    }

    @Test
    void aRunningServerIsNotStarted() {
        Target target =
                targets("pong", "--engines selector --against c=echo://:7777").getLast();
        assertThat(target.isRunning()).isTrue();
        assertThat(target.about()).isEqualTo("runs at echo+tcp://127.0.0.1:7777");
    }
}
