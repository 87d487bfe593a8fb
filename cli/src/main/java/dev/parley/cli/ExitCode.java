package dev.parley.cli;

/** What a command tells its caller; the numbers above 63 are those of sysexits.h. */
final class ExitCode {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    /** Cannot connect, or the port is taken. */
    static final int UNAVAILABLE = 69;

    static final int IO_ERROR = 74;
    static final int NO_PERMISSION = 77;
    static final int BAD_CONFIGURATION = 78;
    /** A {@code --fail-if} of {@code load} holds, or {@code report} shows a {@code --regression}. */
    static final int THRESHOLD = 99;
    /** Plus the signal's number: ended at once by a second signal. */
    static final int SIGNALLED = 128;

    private ExitCode() {}
}
