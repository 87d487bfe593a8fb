package dev.parley.client.beanstalk;

import dev.parley.core.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The texts behind {@code OK}: as much of YAML as servers write.
 *
 * <pre>
 *   ---              ---             ---
 *   id: 1            - default       - id: 1
 *   tube: default    - mail            tube: default
 * </pre>
 */
final class BeanstalkTexts {
    private static final String BEGIN = "---\n";
    private static final String ITEM = "- ";
    private static final String INDENT = "  ";

    private BeanstalkTexts() {}

    /** Names and values in their order. */
    static Map<String, String> map(byte[] text) throws ProtocolException {
        Map<String, String> map = new LinkedHashMap<>();
        for (String line : lines(text)) {
            put(line, map);
        }
        return map;
    }

    /** The items of a list of names. */
    static List<String> list(byte[] text) throws ProtocolException {
        List<String> list = new ArrayList<>();
        for (String line : lines(text)) {
            if (!line.startsWith(ITEM)) {
                throw malformed();
            }
            list.add(line.substring(ITEM.length()));
        }
        return list;
    }

    /** The items of a list of names and values. */
    static List<Map<String, String>> maps(byte[] text) throws ProtocolException {
        List<Map<String, String>> maps = new ArrayList<>();
        for (String line : lines(text)) {
            if (line.startsWith(ITEM)) {
                maps.add(new LinkedHashMap<>());
            } else if (maps.isEmpty() || !line.startsWith(INDENT)) {
                throw malformed();
            }
            put(line.substring(ITEM.length()), maps.getLast());
        }
        return maps;
    }

    private static void put(String line, Map<String, String> to) throws ProtocolException {
        int colon = line.indexOf(": ");
        if (colon < 0) {
            throw malformed();
        }
        String value = line.substring(colon + 2);
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        to.put(line.substring(0, colon), quoted ? value.substring(1, value.length() - 1) : value);
    }

    private static List<String> lines(byte[] bytes) throws ProtocolException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (!text.startsWith(BEGIN)) {
            throw malformed();
        }
        return text.substring(BEGIN.length()).lines().toList();
    }

    private static ProtocolException malformed() {
        return new ProtocolException.Malformed("the text of the reply is not YAML of names and values");
    }
}
