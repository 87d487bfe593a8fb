package dev.parley.cli.compare;

import dev.parley.cli.load.LoadOptions;
import dev.parley.cli.serve.EngineOptions;
import dev.parley.cli.shell.Converters;
import dev.parley.cli.shell.Endpoints;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.Suggestions;
import dev.parley.compare.Lineup;
import dev.parley.compare.Target;
import dev.parley.core.Endpoint;
import dev.parley.core.PrintableText;
import dev.parley.core.Transport;
import dev.parley.load.LoadSpec;
import dev.parley.services.ClientSide.Use;
import dev.parley.services.ServiceType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which servers a comparison has, and how often each is loaded. */
final class CompareOptions {
    private static final String NAME_SHAPE = "[A-Za-z0-9][A-Za-z0-9._:-]{0,15}";

    @Option(
            names = "--engines",
            paramLabel = "LIST",
            completionCandidates = EngineOptions.EngineNames.class,
            description =
                    "of ${COMPLETION-CANDIDATES}; selector:2 has two loops, threads:8 eight threads, and threads as"
                            + " many as there are clients (default: all that serve clients side by side)")
    @Nullable
    String engines;

    @Option(
            names = "--transport",
            paramLabel = "LIST",
            description = "tcp, udp, or tcp,udp for both in turn (default: the one of SERVICE, or tcp)")
    @Nullable
    String transports;

    @Option(
            names = "--think",
            paramLabel = "D",
            converter = Converters.ToDuration.class,
            description = "also with a service that spends this long on each message")
    @Nullable
    Duration think;

    @Option(
            names = "--against",
            paramLabel = "NAME=ENDPOINT",
            description = "a running server, Parley's or another; may be repeated")
    List<String> against = List.of();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            converter = Converters.ToCount.class,
            defaultValue = "3",
            description = "how often each server is loaded (default: 3)")
    int rounds = 3;

    @Option(
            names = "--first-warmup",
            paramLabel = "D",
            converter = Converters.ToDurationOrZero.class,
            defaultValue = "3s",
            description = "warm-up of each server before the first round (default: 3s; 0 for none)")
    Duration firstWarmUp = Duration.ofSeconds(3);

    @Option(names = "--baseline", paramLabel = "NAME", description = "what ratios are to (default: the first engine)")
    @Nullable
    String baseline;

    /** The chosen baseline, or the first. */
    String baseline(List<Target> targets) {
        Set<String> names = new LinkedHashSet<>();
        targets.forEach(target -> names.add(target.name()));
        if (baseline != null && !names.contains(baseline)) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--baseline: there is no server '" + PrintableText.of(baseline) + "'"
                            + Suggestions.hint(baseline, names));
        }
        return baseline == null ? names.iterator().next() : baseline;
    }

    /** The endpoints of the servers that run already, complete. */
    List<Endpoint> running() {
        return against.stream().map(text -> running(text).endpoint()).toList();
    }

    /**
     * Which servers these options mean.
     *
     * @param typed the service, and perhaps TLS and a transport
     * @param tls options of {@code parley serve} for it
     */
    Lineup lineup(Endpoint typed, List<String> tls, LoadOptions load, LoadSpec spec) {
        if (typed.host() != null || typed.port() >= 0 || typed.isUnix()) {
            throw new Failure(
                    ExitCode.USAGE,
                    "'" + typed + "': compare starts servers itself, on free ports; for one that runs: --against NAME="
                            + typed);
        }
        ServiceType<?, ?> type = Endpoints.service(typed);
        List<EngineChoice> choices = engines == null
                ? EngineChoice.usual(type)
                : words(engines).map(EngineChoice::parse).toList();
        List<Lineup.Running> running =
                against.stream().map(CompareOptions::running).toList();
        requireDifferent(choices, running);
        return new Lineup(
                type.name(),
                typed.security(),
                tls,
                type.serving().limits(),
                transports(typed, type),
                think == null ? List.of(Duration.ZERO) : List.of(Duration.ZERO, think),
                choices.stream()
                        .map(choice -> new Lineup.Engine(choice.text(), choice.serveOptions(load.clients())))
                        .toList(),
                running,
                load.clients(),
                spec.sizes().most(),
                load.framing());
    }

    private List<Transport> transports(Endpoint typed, ServiceType<?, ?> type) {
        if (transports == null) {
            return List.of(Endpoints.transport(Endpoints.complete(typed.toString())));
        }
        if (typed.transport() != null) {
            throw new Failure(
                    ExitCode.USAGE, "'" + typed + "' and --transport both give the transport; leave one of them out");
        }
        List<Transport> chosen =
                words(transports).map(CompareOptions::transport).distinct().toList();
        String secured = typed.isSecured() ? "+" + typed.security().text() : "";
        chosen.forEach(transport -> Endpoints.complete(type.name() + secured + "+" + transport.text()));
        return chosen;
    }

    private static Stream<String> words(String list) {
        return Arrays.stream(list.split(",", -1)).map(String::strip);
    }

    private static Transport transport(String text) {
        return Arrays.stream(Transport.values())
                .filter(transport ->
                        transport != Transport.UNIX && transport.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new Failure(
                        ExitCode.USAGE, "--transport is tcp, udp or tcp,udp, not '" + PrintableText.of(text) + "'"));
    }

    private static Lineup.Running running(String text) {
        int equals = text.indexOf('=');
        if (equals < 0 || !text.substring(0, equals).matches(NAME_SHAPE)) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--against '" + PrintableText.of(text)
                            + "': write NAME=ENDPOINT, such as socat=echo://127.0.0.1:7777; "
                            + "a name has up to 16 letters, digits and . _ -");
        }
        return new Lineup.Running(
                text.substring(0, equals), Endpoints.completeForClient(text.substring(equals + 1), Use.LOAD));
    }

    /** A name may be there once for each transport, so that one server can be the baseline of both. */
    private static void requireDifferent(List<EngineChoice> engines, List<Lineup.Running> running) {
        List<String> names = new ArrayList<>();
        for (Transport transport : Transport.values()) {
            engines.forEach(engine -> names.add(engine.text() + " " + transport.text()));
        }
        running.forEach(
                server -> names.add(server.name() + " " + server.transport().text()));
        Set<String> seen = new LinkedHashSet<>();
        names.stream().filter(name -> !seen.add(name)).findFirst().ifPresent(name -> {
            String twice = name.substring(0, name.indexOf(' '));
            throw new Failure(ExitCode.USAGE, "there are two servers called '" + twice + "'; each needs its own name");
        });
    }
}
