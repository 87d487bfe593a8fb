package dev.parley.cli.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.cli.Main;
import dev.parley.core.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Parley in a JVM of its own, as a user starts it. Whatever happens to it, it must not print a stack trace. */
public final class ParleyProcess implements AutoCloseable {
    /** Those that the launcher starts without native access. */
    private static final Set<String> SHORT = Set.of("send", "put", "get", "ping", "time", "stop");

    private final ChildProgram program;
    private List<Endpoint> endpoints = List.of();

    private ParleyProcess(ChildProgram program) {
        this.program = program;
    }

    public static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path")));
        if (arguments.length > 0 && arguments[0].equals("serve")) { // as the launcher does
            command.add("-XX:+ExitOnOutOfMemoryError");
        }
        if (arguments.length > 0 && !SHORT.contains(arguments[0])) { // likewise
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.add(Main.class.getName());
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    public static ParleyProcess start(String... arguments) {
        return start(Map.of(), arguments);
    }

    public static ParleyProcess start(Map<String, String> environment, String... arguments) {
        return new ParleyProcess(ChildProgram.start(command(arguments), environment));
    }

    /** {@code parley serve}, endpoints first, then options; returns when all of them are ready, or the one of a file. */
    public static ParleyProcess serve(String... endpointsThenOptions) {
        return serve(Map.of(), endpointsThenOptions);
    }

    /** The same with more in its environment. */
    public static ParleyProcess serve(Map<String, String> environment, String... endpointsThenOptions) {
        List<String> words = new ArrayList<>(List.of("serve"));
        words.addAll(List.of(endpointsThenOptions));
        ParleyProcess server = start(environment, words.toArray(String[]::new));
        long typed = Arrays.stream(endpointsThenOptions)
                .takeWhile(word -> !word.startsWith("-"))
                .count();
        await().atMost(ChildProgram.PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(
                        () -> assertThat(server.readyLines()).as(server.err()).hasSize((int) Math.max(1, typed)));
        server.endpoints = server.readyLines().stream()
                .map(line -> Endpoint.parse(line.substring("ready ".length())))
                .toList();
        return server;
    }

    private List<String> readyLines() {
        return program.outText()
                .lines()
                .filter(line -> line.startsWith("ready ") && program.outText().contains(line + "\n"))
                .toList();
    }

    /** Where its only service listens. */
    public Endpoint endpoint() {
        assertThat(endpoints).hasSize(1);
        return endpoints.getFirst();
    }

    public List<Endpoint> endpoints() {
        return endpoints;
    }

    public int port() {
        return endpoint().port();
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port());
    }

    public ChildProgram program() {
        return program;
    }

    public String err() {
        return program.errText();
    }

    public void signal(String signal) {
        program.signal(signal);
    }

    /** Signals it and gives its exit code. */
    public int stop(String signal) {
        program.signal(signal);
        return program.exitCode();
    }

    @Override
    public void close() {
        program.close();
        assertThat(err()).as("no stack trace, ever").doesNotContain("\tat ");
    }
}
