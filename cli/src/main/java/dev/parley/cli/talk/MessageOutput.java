package dev.parley.cli.talk;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.LostOutput;
import java.io.OutputStream;

/**
 * Where a fetched message is printed as it comes. What cannot be printed is lost, unless its queue still has some of it to send, and
 * keeps it then, or has only reserved it.
 */
final class MessageOutput extends OutputStream {
    private final Console console;

    private final String consequence;

    MessageOutput(Console console) {
        this(console, "; the message may be lost");
    }

    /** @param consequence what that means for the message, behind the reason */
    MessageOutput(Console console, String consequence) {
        this.console = console;
        this.consequence = consequence;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    /** @throws Failure when they cannot be printed */
    @Override
    public void write(byte[] bytes) {
        write(bytes, 0, bytes.length);
    }

    /** @throws Failure when it cannot be printed */
    @Override
    public void write(byte[] bytes, int offset, int length) {
        console.print(bytes, offset, length);
        if (console.outputGone()) {
            throw new Failure(
                    ExitCode.IO_ERROR,
                    "cannot write to standard output: " + LostOutput.reason(console.outputFailure()) + consequence);
        }
    }
}
