package dev.parley.cli.config;

import dev.parley.cli.shell.Suggestions;
import dev.parley.core.PrintableText;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * A file of settings, in TOML. What cannot be used is collected, so that all of it is said at once.
 *
 * @param settings those that are not of one endpoint
 */
record ConfigFile(List<Setting> settings, List<EndpointTable> endpoints, List<Problem> problems) {
    ConfigFile {
        settings = List.copyOf(settings);
        endpoints = List.copyOf(endpoints);
        problems = List.copyOf(problems);
    }

    /** Reads one. One that cannot be read is a problem too. */
    static ConfigFile read(Path file) {
        return new Reader(PrintableText.of(file.toString())).read(file);
    }

    private static final class Reader {
        private final String name;
        private final List<Setting> settings = new ArrayList<>();
        private final List<EndpointTable> endpoints = new ArrayList<>();
        private final List<Problem> problems = new ArrayList<>();

        Reader(String name) {
            this.name = name;
        }

        ConfigFile read(Path file) {
            try {
                TomlParseResult parsed = Toml.parse(Files.readString(file));
                for (TomlParseError error : parsed.errors()) {
                    problem(error.position(), String.valueOf(error.getMessage()));
                }
                if (problems.isEmpty()) {
                    read(parsed);
                }
            } catch (NoSuchFileException e) {
                problems.add(new Problem(name, 0, "no such file"));
            } catch (AccessDeniedException e) {
                problems.add(new Problem(name, 0, "permission denied"));
            } catch (CharacterCodingException e) {
                problems.add(new Problem(name, 0, "it is not text in UTF-8"));
            } catch (IOException e) {
                problems.add(new Problem(name, 0, "it cannot be read: " + e.getMessage()));
            }
            problems.sort(Comparator.comparingInt(Problem::line));
            return new ConfigFile(settings, endpoints, problems);
        }

        private void read(TomlTable root) {
            for (String entry : root.keySet()) {
                Object value = root.get(List.of(entry));
                if (entry.equals(Keys.ENDPOINT)) {
                    readEndpoints(root, value);
                } else if (Keys.sections().contains(entry)) {
                    if (value instanceof TomlTable table) {
                        readTable(table, Keys.in(entry), "of [" + entry + "]", settings);
                    } else {
                        problem(position(root, entry), "'" + entry + "' is a table: [" + entry + "]");
                    }
                } else {
                    readEntry(root, entry, Keys.in(null), "", settings);
                }
            }
        }

        private void readEndpoints(TomlTable root, @Nullable Object value) {
            if (!(value instanceof TomlArray tables)) {
                problem(position(root, Keys.ENDPOINT), "endpoints are tables in double brackets: [[endpoint]]");
                return;
            }
            for (int i = 0; i < tables.size(); i++) {
                if (tables.get(i) instanceof TomlTable table) {
                    readEndpoint(table, tables.inputPositionOf(i));
                } else {
                    problem(tables.inputPositionOf(i), "endpoints are tables in double brackets: [[endpoint]]");
                }
            }
        }

        private void readEndpoint(TomlTable table, @Nullable TomlPosition position) {
            List<Setting> own = new ArrayList<>();
            String address = null;
            for (String entry : table.keySet()) {
                if (!entry.equals(Keys.ADDRESS)) {
                    readEntry(table, entry, Keys.ofEndpoints(), "of [[endpoint]]", own);
                } else if (table.get(List.of(entry)) instanceof String text) {
                    address = text;
                } else {
                    problem(position(table, entry), "an address is text, such as \"reverse://127.0.0.1:8080\"");
                }
            }
            if (address != null) {
                endpoints.add(new EndpointTable(address, own, at(position(table, Keys.ADDRESS))));
            } else if (!table.contains(List.of(Keys.ADDRESS))) {
                problem(position, "an endpoint has an address, such as address = \"reverse://127.0.0.1:8080\"");
            }
        }

        private void readTable(TomlTable table, List<Key> keys, String where, List<Setting> into) {
            table.keySet().forEach(entry -> readEntry(table, entry, keys, where, into));
        }

        private void readEntry(TomlTable table, String entry, List<Key> keys, String where, List<Setting> into) {
            Optional<Key> key =
                    keys.stream().filter(known -> known.name().equals(entry)).findFirst();
            TomlPosition position = position(table, entry);
            if (key.isEmpty()) {
                problem(position, unknown(entry, keys, where));
                return;
            }
            switch (table.get(List.of(entry))) {
                case Long _
                when Keys.TEXTS.contains(entry) ->
                    problem(position, "'" + entry + "' is text, such as \"0660\": a number has another base here");
                case String text -> into.add(new Setting(key.get(), text, at(position)));
                case Long number -> into.add(new Setting(key.get(), number.toString(), at(position)));
                case Boolean is -> into.add(new Setting(key.get(), is.toString(), at(position)));
                case null, default -> problem(position, "'" + entry + "' is text, a whole number, or true or false");
            }
        }

        /** One that is known elsewhere is not mistyped, but in the wrong place. */
        private static String unknown(String entry, List<Key> keys, String where) {
            String text =
                    "there is no setting '" + PrintableText.of(entry) + "'" + (where.isEmpty() ? "" : " " + where);
            List<String> here = new ArrayList<>(keys.stream().map(Key::name).toList());
            if (keys.equals(Keys.ofEndpoints())) {
                here.add(Keys.ADDRESS);
            }
            return text
                    + Keys.ALL.stream()
                            .filter(key -> key.name().equals(entry))
                            .findFirst()
                            .map(key ->
                                    "; it is " + (key.section() == null ? "in no table" : "in [" + key.section() + "]"))
                            .or(() -> Suggestions.closest(entry, here).map(name -> "; did you mean '" + name + "'?"))
                            .or(() -> Suggestions.closest(
                                            entry,
                                            Keys.ALL.stream().map(Key::name).toList())
                                    .map(name -> "; did you mean '"
                                            + Keys.named(name).path() + "'?"))
                            .orElse("; there are " + String.join(", ", here));
        }

        private static @Nullable TomlPosition position(TomlTable table, String entry) {
            return table.inputPositionOf(List.of(entry));
        }

        private void problem(@Nullable TomlPosition position, String text) {
            problems.add(new Problem(at(position), position == null ? 0 : position.line(), text));
        }

        private String at(@Nullable TomlPosition position) {
            return position == null ? name : name + ":" + position.line() + ":" + position.column();
        }
    }
}
