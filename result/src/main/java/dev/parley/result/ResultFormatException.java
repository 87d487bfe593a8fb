package dev.parley.result;

/** A file that is not a result of a load, or one of an unknown version. Its text is for the user, without the file's name. */
public final class ResultFormatException extends Exception {
    private static final long serialVersionUID = 1;

    ResultFormatException(String message) {
        super(message);
    }
}
