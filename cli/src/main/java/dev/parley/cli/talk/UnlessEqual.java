package dev.parley.cli.talk;

import java.io.IOException;
import java.io.OutputStream;

/** Passes bytes on, unless they are exactly a given text: as many as may still become it are held back. */
final class UnlessEqual extends OutputStream {
    private final byte[] text;
    private final OutputStream sink;
    /** So many of the text have come, and nothing else; or -1 when something else has. */
    private int matched;

    UnlessEqual(byte[] text, OutputStream sink) {
        this.text = text;
        this.sink = sink;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int at = offset;
        while (matched >= 0 && at < offset + length) {
            if (matched < text.length && bytes[at] == text[matched]) {
                matched++;
                at++;
            } else {
                sink.write(text, 0, matched);
                matched = -1;
            }
        }
        sink.write(bytes, at, offset + length - at);
    }

    /** All has come: what was held back and is not the text is passed on. */
    boolean isEqual() throws IOException {
        if (matched >= 0 && matched < text.length) {
            sink.write(text, 0, matched);
        }
        return matched == text.length;
    }
}
