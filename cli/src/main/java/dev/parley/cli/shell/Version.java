package dev.parley.cli.shell;

/** The version of this program, from its archive. */
public final class Version {
    private Version() {}

    /** {@code 0.1.0}; or a note where there is no archive, as in tests. */
    public static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "(unpackaged)" : version;
    }
}
