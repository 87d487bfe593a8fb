package dev.parley.cli.control;

import dev.parley.admin.AccessToken;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A file with a token, which nobody else may read; what it holds is in no message. */
public final class TokenFile {
    private static final int LEAST_CHARACTERS = 16;
    private static final int LONGEST_BYTES = 4096;

    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private TokenFile() {}

    /**
     * Its first line.
     *
     * @throws Failure when it cannot be used; exit code 78
     */
    public static AccessToken read(Path file) {
        String line = firstLine(file);
        if (line.isEmpty()) {
            throw unusable(file, "is empty; " + wayOut(file));
        }
        if (line.length() < LEAST_CHARACTERS) {
            throw unusable(file, "holds fewer than " + LEAST_CHARACTERS + " characters; " + wayOut(file));
        }
        if (!line.chars().allMatch(sign -> sign > ' ' && sign < 0x7F)) {
            throw unusable(file, "holds blanks, or signs that are not ASCII; " + wayOut(file));
        }
        return new AccessToken(line);
    }

    private static String firstLine(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw unusable(file, "is a directory");
            }
            requirePrivate(file);
            try (SeekableByteChannel channel = Files.newByteChannel(file)) {
                ByteBuffer bytes = ByteBuffer.allocate(LONGEST_BYTES);
                while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                    // until it is full, or the file ends
                }
                String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
                return text.lines().findFirst().orElse("").strip();
            }
        } catch (NoSuchFileException e) {
            throw unusable(file, "there is no such file; " + wayOut(file));
        } catch (AccessDeniedException e) {
            throw unusable(file, "no permission to read it");
        } catch (IOException e) {
            throw unusable(file, "cannot be read: " + e.getMessage());
        }
    }

    private static void requirePrivate(Path file) throws IOException {
        Set<PosixFilePermission> permissions = permissions(file);
        if (permissions != null && permissions.stream().anyMatch(OTHERS::contains)) {
            throw unusable(file, "others than its owner may read or change it; chmod 600 " + file);
        }
    }

    /** Null on a file system that has none. */
    private static @Nullable Set<PosixFilePermission> permissions(Path file) throws IOException {
        try {
            return Files.getPosixFilePermissions(file);
        } catch (UnsupportedOperationException e) {
            return null;
        }
    }

    private static String wayOut(Path file) {
        return "(umask 077; openssl rand -hex 32 > " + file + ") makes one";
    }

    private static Failure unusable(Path file, String reason) {
        return new Failure(ExitCode.BAD_CONFIGURATION, "--admin-token " + file + ": " + reason);
    }
}
