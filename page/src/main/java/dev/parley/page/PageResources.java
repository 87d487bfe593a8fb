package dev.parley.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What pages have inside: our sheets and scripts, and those of uPlot, read from its archive on the class path or the module path. */
final class PageResources {
    /** A folder whose name is no package's, so that no module keeps it to itself. */
    private static final String UPLOT = "META-INF/resources/webjars/uplot/1.6.30/";

    private PageResources() {}

    static String sheet() {
        return readUplot("dist/uPlot.min.css") + "\n" + read("report.css");
    }

    /**
     * uPlot's, with its licence, and then ours. An XML reader sees the same text as a browser does.
     *
     * @param name {@code report.js}
     */
    static String script(String name) {
        return "//<![CDATA[\n/*! uPlot is under this licence:\n" + readUplot("LICENSE") + "*/\n"
                + readUplot("dist/uPlot.iife.min.js") + "\n" + read(name) + "//]]>";
    }

    static String read(String name) {
        return text(PageResources.class.getResourceAsStream(name), name);
    }

    /** By the class loader, which looks into every archive: a class looks no further than its own module. */
    private static String readUplot(String name) {
        return text(PageResources.class.getClassLoader().getResourceAsStream(UPLOT + name), name);
    }

    private static String text(@Nullable InputStream resource, String name) {
        try (InputStream in = Objects.requireNonNull(resource, name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) { // our own archive is broken
            throw new UncheckedIOException(e);
        }
    }

    /** The policy allows this text and no other: what slips into the page cannot even hide something. */
    static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) { // every Java platform has it
            throw new IllegalStateException(e);
        }
    }
}
