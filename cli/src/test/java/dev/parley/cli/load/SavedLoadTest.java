package dev.parley.cli.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.cli.shell.Endpoints;
import dev.parley.cli.shell.Failure;
import dev.parley.core.Endpoint;
import dev.parley.load.LoadSpec;
import dev.parley.load.Schedule;
import dev.parley.result.Environment;
import dev.parley.result.LatencyHistogram;
import dev.parley.result.LoadResult;
import dev.parley.result.MeasuredBuilder;
import dev.parley.result.ResultDocument;
import dev.parley.result.ResultReader;
import dev.parley.result.ScheduleKind;
import dev.parley.result.Setting;
import dev.parley.result.Verdict;
import dev.parley.services.ClientSide.Use;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SavedLoadTest {
    @Test
    void stagesComeBackToo() throws Exception {
        LoadOptions options = new LoadOptions();
        options.stages = "r=100 for 1500ms, ramp to 500 over 1m, r=500 for 2s";
        LoadSpec spec = spec("pong://:7", options);
        assertThat(saved(spec).spec().setting()).isEqualTo(spec.setting());
        LoadOptions today = new LoadOptions();
        saved(spec).completes(today, _ -> false);
        assertThat(spec("pong://:7", today).setting()).isEqualTo(spec.setting());
    }

    private static LoadOptions options(String words) {
        LoadOptions options = new LoadOptions();
        CommandLine.Model.CommandSpec command = CommandLine.Model.CommandSpec.create();
        command.addMixin("options", CommandLine.Model.CommandSpec.forAnnotatedObject(options));
        new CommandLine(command).parseArgs(words.isEmpty() ? new String[0] : words.split(" "));
        return options;
    }

    private static LoadSpec spec(String endpointText, LoadOptions options) {
        Endpoint endpoint = Endpoints.completeForClient(endpointText, Use.LOAD);
        options.fitClients(endpoint);
        return options.spec(endpoint, Endpoints.bytesProtocol(endpoint, options.framing()));
    }

    private static LoadResult result(Setting setting) throws Exception {
        LoadResult result = new LoadResult(
                setting,
                Environment.here("0", "a command", "a note"),
                Instant.EPOCH,
                new MeasuredBuilder(new LatencyHistogram(), new LatencyHistogram(), 1).build(),
                List.of(),
                new Verdict(List.of(), List.of()));
        return ResultReader.read(ResultDocument.of(result).toJson());
    }

    private static SavedLoad saved(LoadSpec spec) throws Exception {
        return SavedLoad.of("old.json", result(spec.setting()), new MessageFiles());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reverse",
                "reverse+udp://127.0.0.1:9 --depth 8 --timeout 300ms",
                "pong://:7 --rate 1234.5 --clients 3 --threads 2 --warmup 0 --warmup-limit 3s",
                "reverse --rate 5000 --poisson --seed -7 --count 900",
                "reverse --rate 100-500 --duration 2s",
                "echo://:7 --framing len16 --closed --depth 16 --count 100000 --size 16-512",
                "sockperf+udp://:11111 --size 14",
                "echo://:7 --framing len32 --bandwidth 10Mbit/s",
                "pong://:7 --connect-per-request --rate 200"
            })
    void everythingOfALoadComesBackFromItsDocument(String words) throws Exception {
        String[] parts = words.split(" ", 2);
        LoadSpec spec = spec(parts[0], options(parts.length == 1 ? "" : parts[1]));
        assertThat(saved(spec).spec().setting()).isEqualTo(spec.setting());
    }

    @Test
    void whatWasTypedTodayStandsAndTheRestIsAsItWas() throws Exception {
        SavedLoad saved =
                saved(spec("pong://:7", options("--rate 300 --poisson --seed 3 --clients 4 --size 10 --count 50")));
        LoadOptions today = options("--rate 500 --duration 3s");
        saved.completes(today, Set.of("--rate", "--duration")::contains);
        Setting setting = spec("pong://:8", today).setting();
        assertThat(setting.schedule()).isEqualTo("constant 500/s");
        assertThat(setting.count()).isZero();
        assertThat(setting.duration()).hasSeconds(3);
        assertThat(setting.clients()).isEqualTo(4);
        assertThat(setting.messages()).isEqualTo("10 bytes");
        assertThat(setting.endpoint()).isEqualTo("pong+tcp://127.0.0.1:8");
    }

    @Test
    void messagesOfFilesAreToBeGivenAgainAndTheSame(@TempDir Path folder) throws Exception {
        Path lines = Files.writeString(folder.resolve("lines"), "one\nthree\n");
        Path others = Files.writeString(folder.resolve("others"), "one\nthree\nfive\n");
        LoadSpec spec = spec("pong://:7", options("--lines " + lines));
        assertThatThrownBy(() -> saved(spec))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("its messages (2 given, 3 to 5 bytes) came from files")
                .hasMessageContaining("--messages or --lines");
        assertThat(SavedLoad.of("old.json", result(spec.setting()), options("--lines " + lines).messageFiles)
                        .spec()
                        .messages())
                .hasSize(2);
        SavedLoad unlike = SavedLoad.of("old.json", result(spec.setting()), options("--lines " + others).messageFiles);
        assertThatThrownBy(unlike::spec)
                .isInstanceOf(Failure.class)
                .hasMessageContaining("its messages were 2 given, 3 to 5 bytes, those given now are 3 given");
    }

    @Test
    void aScheduleOfAnotherProgramIsRefused() {
        Schedule other = new Schedule() {
            @Override
            public long startNanos(long sequence) {
                return sequence;
            }

            @Override
            public ScheduleKind kind() {
                return ScheduleKind.OTHER;
            }

            @Override
            public String describe() {
                return "bursts of 5";
            }
        };
        LoadSpec spec = spec("pong://:7", options("")).onSchedule(other);
        assertThatThrownBy(() -> saved(spec))
                .isInstanceOf(Failure.class)
                .hasMessage(
                        "'old.json' cannot be a baseline: its schedule, 'bursts of 5', cannot be run again from a result");
    }
}
