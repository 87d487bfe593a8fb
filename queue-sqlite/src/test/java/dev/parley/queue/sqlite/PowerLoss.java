package dev.parley.queue.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A file system of its own in a file, which can be stopped as a loss of power would: what was not synced is gone. Needs root, a loop
 * device, and ext4.
 */
final class PowerLoss implements AutoCloseable {
    private static final int MIB = 64;
    /** EXT4_IOC_SHUTDOWN without a flush of the journal. */
    private static final String STOP = """
            import fcntl, os, struct, sys
            fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587d, struct.pack('I', 2))
            """;

    private final Path image;
    private final Path mounted;
    private boolean isMounted;

    private PowerLoss(Path directory) throws IOException {
        image = directory.resolve("image");
        mounted = Files.createDirectory(directory.resolve("mounted"));
    }

    /** A new, empty file system; null, and a reason printed, when this machine does not let it. */
    static @Nullable PowerLoss in(Path directory) throws IOException {
        PowerLoss made = new PowerLoss(directory);
        try {
            run(List.of("dd", "if=/dev/zero", "of=" + made.image, "bs=1M", "count=" + MIB, "status=none"));
            run(List.of("mkfs.ext4", "-q", "-F", made.image.toString()));
            made.mount();
            return made;
        } catch (IOException e) {
            System.out.println("skipped: no file system can be mounted here: " + e.getMessage());
            return null;
        }
    }

    Path directory() {
        return mounted;
    }

    private void mount() throws IOException {
        run(List.of("mount", "-o", "loop", image.toString(), mounted.toString()));
        isMounted = true;
    }

    /** From here on, every call on it fails. */
    void strike() throws IOException {
        run(List.of("python3", "-c", STOP, mounted.toString()));
    }

    /** Power is there again. To be called when no process has a file of it open. */
    void restore() throws IOException {
        close();
        mount();
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(command.getFirst() + ": " + output.strip());
            }
        } catch (InterruptedException e) {
            throw new InterruptedIOException(command.getFirst());
        }
    }

    @Override
    public void close() throws IOException {
        if (isMounted) {
            run(List.of("umount", mounted.toString()));
            isMounted = false;
        }
    }
}
