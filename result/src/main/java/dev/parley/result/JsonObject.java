package dev.parley.result;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * An object of a JSON document that was read, asked by name. What is missing or of another kind is the document's fault and
 * is named in the error by its path. Immutable.
 */
public final class JsonObject {
    private final String path;
    private final Map<String, @Nullable Object> members;

    private JsonObject(String path, Map<String, @Nullable Object> members) {
        this.path = path;
        this.members = members;
    }

    /**
     * Reads one.
     *
     * @throws ResultFormatException when this is not one whole JSON object
     */
    public static JsonObject parse(byte[] document) throws ResultFormatException {
        try (JsonParser parser =
                new JsonFactory().createParser(ObjectReadContext.empty(), new ByteArrayInputStream(document))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new ResultFormatException("not a JSON object");
            }
            JsonObject object = new JsonObject("", members(parser));
            if (parser.nextToken() != null) {
                throw new ResultFormatException("text after the JSON object");
            }
            return object;
        } catch (JacksonException e) {
            throw new ResultFormatException("not a JSON document: " + e.getOriginalMessage());
        }
    }

    private static Map<String, @Nullable Object> members(JsonParser parser) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            members.put(name, value(parser));
        }
        return members;
    }

    private static @Nullable Object value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> members(parser);
            case START_ARRAY -> {
                List<@Nullable Object> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(parser));
                }
                yield items;
            }
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private ResultFormatException wrong(String name, String wanted) {
        return new ResultFormatException("'" + path + name + "' is not " + wanted);
    }

    /** The text of this name. */
    public String text(String name) throws ResultFormatException {
        if (members.get(name) instanceof String text) {
            return text;
        }
        throw wrong(name, "a string");
    }

    /** The whole number of this name. */
    public long integer(String name) throws ResultFormatException {
        if (members.get(name) instanceof Long number) {
            return number;
        }
        throw wrong(name, "a whole number");
    }

    /** The same where it fits in an int. */
    public int smallInteger(String name) throws ResultFormatException {
        long number = integer(name);
        if (number != (int) number) {
            throw wrong(name, "a number of that size");
        }
        return (int) number;
    }

    /** A whole number, or empty where the document says null. */
    public OptionalLong integerOrNull(String name) throws ResultFormatException {
        return members.containsKey(name) && members.get(name) == null
                ? OptionalLong.empty()
                : OptionalLong.of(integer(name));
    }

    /** The boolean of this name. */
    public boolean truth(String name) throws ResultFormatException {
        if (members.get(name) instanceof Boolean truth) {
            return truth;
        }
        throw wrong(name, "true or false");
    }

    /** Of all members, in the order of the document. */
    public Set<String> names() {
        return members.keySet();
    }

    /** The object of this name. */
    public JsonObject object(String name) throws ResultFormatException {
        return asObject(members.get(name), name);
    }

    /** The list of objects of this name. */
    public List<JsonObject> objects(String name) throws ResultFormatException {
        List<JsonObject> objects = new ArrayList<>();
        for (Object item : list(name)) {
            objects.add(asObject(item, name));
        }
        return objects;
    }

    /** The list of texts of this name. */
    public List<String> texts(String name) throws ResultFormatException {
        List<String> texts = new ArrayList<>();
        for (Object item : list(name)) {
            if (!(item instanceof String text)) {
                throw wrong(name, "a list of strings");
            }
            texts.add(text);
        }
        return texts;
    }

    private List<?> list(String name) throws ResultFormatException {
        if (members.get(name) instanceof List<?> list) {
            return list;
        }
        throw wrong(name, "a list");
    }

    @SuppressWarnings("unchecked") // all maps in here are made by members()
    private JsonObject asObject(@Nullable Object value, String name) throws ResultFormatException {
        if (value instanceof Map<?, ?> map) {
            return new JsonObject(path + name + ".", (Map<String, @Nullable Object>) map);
        }
        throw wrong(name, "an object");
    }
}
