package dev.parley.cli.shell;

import dev.parley.core.PrintableText;
import dev.parley.engine.Engines;
import dev.parley.services.Catalog;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;

/** The folder of plug-ins that the launcher puts on the class path. */
public final class PluginFolder {
    private static final String VARIABLE = "PARLEY_PLUGINS";

    private PluginFolder() {}

    /**
     * Looks at all plug-ins where there is such a folder, so that one that cannot be used is reported at once, and not when a
     * command happens to need it.
     *
     * @param always whether to look at what is on the class path also without such a folder
     * @throws Failure when an archive cannot be read, which the JVM silently ignores
     */
    public static void check(boolean always) {
        String folder = System.getenv(VARIABLE);
        if (folder != null && !folder.isEmpty()) {
            requireAllReadable(Path.of(folder));
        } else if (!always) {
            return;
        }
        Catalog.all();
        Engines.all();
    }

    private static void requireAllReadable(Path folder) {
        try (DirectoryStream<Path> archives = Files.newDirectoryStream(folder, "*.jar")) {
            archives.forEach(PluginFolder::requireReadable);
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.BAD_CONFIGURATION,
                    "the folder of plug-ins cannot be read: " + PrintableText.of(e.toString()));
        }
    }

    private static void requireReadable(Path archive) {
        try {
            new ZipFile(archive.toFile()).close();
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.BAD_CONFIGURATION,
                    "the plug-in " + PrintableText.of(archive.toString()) + " cannot be read: "
                            + PrintableText.of(String.valueOf(e.getMessage())));
        }
    }

    /** Where classes are from, as the end of a sentence: {@code (in /plugins/lookup.jar)}. */
    static String origins(List<Class<?>> classes) {
        return classes.isEmpty()
                ? ""
                : classes.stream().map(PluginFolder::origin).collect(Collectors.joining(" and ", " (in ", ")"));
    }

    private static String origin(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        try {
            return source == null
                    ? "the JDK"
                    : Path.of(source.getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            return source.getLocation().toString();
        }
    }
}
