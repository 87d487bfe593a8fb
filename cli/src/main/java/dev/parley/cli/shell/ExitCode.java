package dev.parley.cli.shell;

/** The exit codes of commands; the numbers above 63 are those of sysexits.h. */
public final class ExitCode {
    public static final int OK = 0;
    public static final int FAILED = 1;
    public static final int USAGE = 2;
    /** Cannot connect, or the port is taken. */
    public static final int UNAVAILABLE = 69;

    public static final int IO_ERROR = 74;
    public static final int NO_PERMISSION = 77;
    public static final int BAD_CONFIGURATION = 78;
    /** A {@code --fail-if} of {@code load} holds, or {@code report} shows a {@code --regression}. */
    public static final int THRESHOLD = 99;
    /** Plus the signal's number: ended at once by a second signal. */
    public static final int SIGNALLED = 128;
    /** The reader of the output has gone: as a program that dies of SIGPIPE, 128 and 13. */
    public static final int OUTPUT_CLOSED = 141;

    private ExitCode() {}
}
