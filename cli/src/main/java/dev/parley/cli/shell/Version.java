package dev.parley.cli.shell;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The version of this program, from its archive. */
public final class Version {
    private static final String UNKNOWN = "unknown";

    private Version() {}

    /** {@code 0.1.0}; or a note where there is no archive, as in tests. */
    public static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "(unpackaged)" : version;
    }

    /** {@code parley 0.1.0 (commit 1f06b26a3a30)}; without the commit where the build had none. */
    public static String line() {
        String commit = commit();
        return "parley " + text() + (commit.equals(UNKNOWN) ? "" : " (commit " + commit + ")");
    }

    private static String commit() {
        try (InputStream in = Version.class.getResourceAsStream("commit")) {
            return in == null ? UNKNOWN : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return UNKNOWN;
        }
    }
}
