package dev.parley.cli.talk;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;

/** A message that is needed as a whole, up to a bound. */
final class BoundedMessage extends OutputStream {
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private final int mostBytes;

    BoundedMessage(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    /** @throws dev.parley.cli.shell.Failure when the message is longer than its bound */
    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (length > mostBytes - message.size()) {
            throw BoundedInput.tooLong("the message has", mostBytes);
        }
        message.write(bytes, offset, length);
    }

    byte[] toByteArray() {
        return message.toByteArray();
    }
}
