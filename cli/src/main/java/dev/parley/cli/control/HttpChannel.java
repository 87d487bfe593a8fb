package dev.parley.cli.control;

import dev.parley.admin.AccessToken;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.core.Endpoint;
import dev.parley.core.PrintableText;
import dev.parley.result.JsonDocument;
import dev.parley.result.ResultFormatException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A server's admin address.
 *
 * @param address {@code 127.0.0.1:9400}
 * @param token null for what needs none
 */
record HttpChannel(String address, @Nullable AccessToken token, Duration timeout) implements ControlChannel {
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int MISDIRECTED = 421;

    /**
     * The way there.
     *
     * @param typed {@code 127.0.0.1:9400}
     * @param tokenFile null for what needs none
     * @throws Failure when one of them cannot be used
     */
    static HttpChannel to(String typed, @Nullable Path tokenFile, Duration timeout) {
        Endpoint place;
        try {
            place = Endpoint.parse("admin://" + typed);
        } catch (IllegalArgumentException e) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--admin is host:port, such as 127.0.0.1:9400, not '" + PrintableText.of(typed) + "'");
        }
        if (place.port() <= 0) {
            throw new Failure(ExitCode.USAGE, "--admin needs a port, such as " + place.hostOrLoopback() + ":9400");
        }
        return new HttpChannel(place.place(), tokenFile == null ? null : TokenFile.read(tokenFile), timeout);
    }

    @Override
    public ControlAnswer call(Action action, String argument) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(
                        "http://" + address + (action == Action.STATUS ? "/status" : "/control/" + action.word())))
                .timeout(timeout);
        if (action != Action.STATUS) {
            request.POST(HttpRequest.BodyPublishers.ofString(argument));
            if (token != null) {
                request.header("Authorization", token.authorization());
            }
        }
        return answer(action, send(request.build()));
    }

    /** Never through a proxy, nor to where an answer points: the token is for this server. */
    private HttpResponse<byte[]> send(HttpRequest request) throws IOException {
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .proxy(HttpClient.Builder.NO_PROXY)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .build()) {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (ConnectException e) {
            throw new Failure(
                    ExitCode.UNAVAILABLE,
                    "cannot connect to " + address + "; is a server with --admin listening there?");
        } catch (HttpTimeoutException e) {
            throw new Failure(ExitCode.FAILED, "no answer from " + address + " within " + timeout.toMillis() + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private ControlAnswer answer(Action action, HttpResponse<byte[]> response) {
        return switch (response.statusCode()) {
            case OK, CONFLICT -> read(action, response.body());
            case UNAUTHORIZED ->
                throw new Failure(
                        ExitCode.NO_PERMISSION,
                        "the server refused: " + text(response)
                                + "; --admin-token is the file that it was started with");
            case FORBIDDEN, MISDIRECTED ->
                throw new Failure(ExitCode.NO_PERMISSION, "the server refused: " + text(response));
            case NOT_FOUND ->
                throw new Failure(
                        ExitCode.FAILED,
                        "the server at " + address + " cannot be controlled: it was started without --admin-token");
            default ->
                throw new Failure(
                        ExitCode.FAILED,
                        "the server at " + address + " answered with status " + response.statusCode() + ": "
                                + text(response));
        };
    }

    private ControlAnswer read(Action action, byte[] body) {
        try {
            return action == Action.STATUS
                    ? ControlAnswer.of(JsonDocument.read(body, ServerStatus.class))
                    : JsonDocument.read(body, ControlAnswer.class);
        } catch (ResultFormatException e) {
            throw new Failure(
                    ExitCode.FAILED, address + " is not the admin address of a parley server of this version");
        }
    }

    private static String text(HttpResponse<byte[]> response) {
        return PrintableText.of(new String(response.body(), StandardCharsets.UTF_8).strip());
    }
}
