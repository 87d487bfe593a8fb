package dev.parley.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How many sockets this process has open, as Linux reports it. Unix sockets do not count: the JDK keeps one for itself once a
 * channel was closed under a thread that waits on it.
 */
final class Sockets {
    private static final Pattern INODE = Pattern.compile("socket:\\[(\\d+)]");
    private static final int INODE_COLUMN = 6;

    private Sockets() {}

    static long open() throws IOException {
        Set<String> unix;
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/net/unix"))) {
            unix = lines.skip(1)
                    .map(line -> line.split("\\s+", INODE_COLUMN + 2)[INODE_COLUMN])
                    .collect(Collectors.toSet());
        }
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.toList().stream()
                    .map(Sockets::inode)
                    .filter(inode -> !inode.isEmpty() && !unix.contains(inode))
                    .count();
        }
    }

    private static String inode(Path descriptor) {
        try {
            Matcher inode = INODE.matcher(Files.readSymbolicLink(descriptor).toString());
            return inode.matches() ? inode.group(1) : "";
        } catch (IOException e) { // closed meanwhile
            return "";
        }
    }
}
