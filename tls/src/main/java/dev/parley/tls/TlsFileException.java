package dev.parley.tls;

import java.io.Serial;
import java.nio.file.Path;

/** A file of certificates or keys cannot be used. The message is one line that names the file, what is wrong and the way out. */
public final class TlsFileException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    TlsFileException(Path file, String problem) {
        super(file + ": " + problem);
    }
}
