package dev.parley.result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Where a load ran.
 *
 * @param command the words that started it
 * @param server note about the server, given by the user of the load
 */
public record Environment(
        String cpu, int cores, String kernel, String jdk, String parley, String command, String server) {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    /** This machine and JVM. */
    public static Environment here(String parley, String command, String server) {
        return new Environment(
                cpuModel(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vendor") + " " + Runtime.version(),
                parley,
                command,
                server);
    }

    private static String cpuModel() {
        try (Stream<String> lines = Files.lines(CPU_INFO)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) { // not Linux
            return System.getProperty("os.arch");
        }
    }
}
