package dev.parley.testkit;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The virtual threads there are; only a thread dump lists them. */
final class VirtualThreads {
    private VirtualThreads() {}

    static List<String> named(String name) throws IOException {
        Path folder = Files.createTempDirectory("threads");
        Path dump = folder.resolve("dump");
        try {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
            try (var lines = Files.lines(dump)) {
                return lines.filter(line -> line.startsWith("#") && line.contains('"' + name + '"'))
                        .toList();
            }
        } finally {
            Files.deleteIfExists(dump);
            Files.delete(folder);
        }
    }
}
