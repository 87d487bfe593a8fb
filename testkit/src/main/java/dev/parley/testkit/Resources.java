package dev.parley.testkit;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parley's threads and this process's sockets at one moment.
 *
 * @param threads number and name of each, as {@code #31 "parley-echo-0"}
 * @param sockets their inodes, as {@code socket:[12345]}; none where there is no {@code /proc}
 */
record Resources(Set<String> threads, Set<String> sockets) {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final Pattern THREAD = Pattern.compile("#\\d+ \"parley-[^\"]*\"");

    static {
        // The first close of a channel makes the JDK open a socket pair, one end of which stays for good.
        try {
            SocketChannel.open().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Resources now() {
        try {
            return new Resources(threadsNow(), socketsNow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is here and was not there, in words. */
    List<String> leakedSince(Resources before) {
        List<String> leaks = new ArrayList<>();
        threads.stream().filter(t -> !before.threads.contains(t)).forEach(t -> leaks.add("thread " + t));
        sockets.stream().filter(s -> !before.sockets.contains(s)).forEach(leaks::add);
        return leaks;
    }

    /** A thread dump is the one place that shows virtual threads. */
    private static Set<String> threadsNow() throws IOException {
        Path directory = Files.createTempDirectory("parley-threads");
        Path dump = directory.resolve("dump.txt");
        try {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
            Set<String> threads = new TreeSet<>();
            Matcher matcher = THREAD.matcher(Files.readString(dump));
            while (matcher.find()) {
                threads.add(matcher.group());
            }
            return threads;
        } finally {
            Files.deleteIfExists(dump);
            Files.delete(directory);
        }
    }

    private static Set<String> socketsNow() throws IOException {
        Set<String> sockets = new TreeSet<>();
        if (!Files.isDirectory(DESCRIPTORS)) {
            return sockets;
        }
        try (DirectoryStream<Path> links = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path link : links) {
                String target = targetOf(link);
                if (target.startsWith("socket:")) {
                    sockets.add(target);
                }
            }
        }
        return sockets;
    }

    private static String targetOf(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) { // closed since it was listed
            return "";
        }
    }
}
