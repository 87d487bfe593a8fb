package dev.parley.result;

/** A file that is no result of a load, or one of a version that is not known here. Its text is for people, without the file's name. */
public final class ResultFormatException extends Exception {
    private static final long serialVersionUID = 1;

    ResultFormatException(String message) {
        super(message);
    }
}
