package dev.parley.admin;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What is at one path of an {@link AdminServer}. Called on a thread of its own for each request; may block for a moment. */
public interface Page {
    /**
     * What was asked for.
     *
     * @param query without the question mark; empty when there is none
     * @param accept which media types the client takes; empty when it does not say
     */
    record Request(String query, String accept) {}

    /** Writes what follows the body, for as long as it likes; an exception ends the answer. */
    @FunctionalInterface
    interface Rest {
        /**
         * Called once, on the thread of the request.
         *
         * @param out to the client; not closed here
         * @throws IOException when the client has left
         */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * An answer.
     *
     * @param status of HTTP
     * @param body the server's from now on
     * @param rest null when the body is all
     */
    record Answer(
            int status,
            String contentType,
            byte[] body,
            @Nullable Rest rest) {
        public static final int OK = 200;
        public static final int UNAVAILABLE = 503;

        /** The body is all. */
        public Answer(int status, String contentType, byte[] body) {
            this(status, contentType, body, null);
        }

        /** Lines for people and scripts. */
        public static Answer text(int status, String text) {
            return new Answer(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
        }

        /** A document in JSON. */
        public static Answer json(byte[] json) {
            return json(OK, json);
        }

        /** The same with another status. */
        public static Answer json(int status, byte[] json) {
            return new Answer(status, "application/json", json);
        }
    }

    /**
     * Answers one request.
     *
     * @throws IOException when it cannot; the client gets status 500
     */
    Answer answer(Request request) throws IOException;
}
