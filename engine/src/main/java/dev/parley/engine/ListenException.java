package dev.parley.engine;

import dev.parley.core.Endpoint;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** An address cannot be listened on. The message names it and the way out. */
public final class ListenException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** A port, or the path of a Unix socket. */
        PORT_IN_USE,
        NO_PERMISSION,
        NOT_OUR_ADDRESS,
        UNKNOWN_HOST,
        /** Something else has the name of a Unix socket, or its directory cannot be used. */
        NO_SUCH_PLACE
    }

    private final Reason reason;

    private ListenException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    static ListenException unknownHost(Endpoint endpoint) {
        return new ListenException(
                Reason.UNKNOWN_HOST,
                "cannot listen on " + endpoint + ": there is no host '" + endpoint.hostOrLoopback() + "'");
    }

    static ListenException taken(Endpoint endpoint) {
        return new ListenException(
                Reason.PORT_IN_USE,
                cannot(endpoint) + "another program listens there; stop it, or choose another path");
    }

    static ListenException notASocket(Endpoint endpoint, Path path) {
        return new ListenException(
                Reason.NO_SUCH_PLACE,
                cannot(endpoint) + "'" + path + "' exists and is not a socket; choose another path, or remove it");
    }

    /** A file of a Unix socket that cannot be made. */
    static IOException ofFile(Endpoint endpoint, Path path, IOException cause) {
        String words = String.valueOf(cause.getMessage());
        Path parent = path.getParent();
        String directory = parent == null ? "the working directory" : "'" + parent + "'";
        if (cause instanceof FileAlreadyExistsException || words.contains("in use")) { // made meanwhile
            return taken(endpoint);
        }
        if (isPermission(cause)) {
            return new ListenException(
                    Reason.NO_PERMISSION,
                    cannot(endpoint) + "no permission for a socket in " + directory + "; choose another directory");
        }
        if (cause instanceof NoSuchFileException || words.contains("No such file")) {
            return new ListenException(
                    Reason.NO_SUCH_PLACE, cannot(endpoint) + "there is no directory " + directory + "; make it first");
        }
        if (words.contains("Not a directory")) {
            return new ListenException(
                    Reason.NO_SUCH_PLACE, cannot(endpoint) + directory + " is not a directory; choose another path");
        }
        if (words.contains("too long")) {
            return new ListenException(
                    Reason.NO_SUCH_PLACE, cannot(endpoint) + "the path is too long; choose a shorter one");
        }
        return new IOException(cannot(endpoint) + words, cause);
    }

    static boolean isPermission(IOException cause) {
        String words = String.valueOf(cause.getMessage());
        return cause instanceof AccessDeniedException
                || words.contains("ermission denied")
                || words.contains("not permitted");
    }

    private static String cannot(Endpoint endpoint) {
        return "cannot listen on " + endpoint + ": ";
    }

    /** The JDK distinguishes these cases only by the system's message. */
    static IOException of(Endpoint endpoint, IOException cause) {
        String words = String.valueOf(cause.getMessage());
        String where = cannot(endpoint);
        if (words.contains("in use")) {
            return new ListenException(
                    Reason.PORT_IN_USE,
                    where + "the port is in use; stop the other program, or choose another port (0 takes a free one)");
        }
        if (words.contains("ermission denied")) {
            return new ListenException(
                    Reason.NO_PERMISSION, where + "no permission for this port; choose one from 1024 up");
        }
        if (words.contains("annot assign")) {
            return new ListenException(
                    Reason.NOT_OUR_ADDRESS,
                    where + "this machine has no such address; 127.0.0.1 and 0.0.0.0 always work");
        }
        return new IOException(where + words, cause);
    }
}
