package dev.parley.result;

import java.util.Collection;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.MismatchedInputException;

/** What is wrong with a document, for the user: the field, and what it must be. Stateless. */
final class JsonFault {
    /** Of a name that may be as long as the document. */
    private static final int LONGEST_FIELD = 100;

    private JsonFault() {}

    /**
     * The failure, without a word of the parser's.
     *
     * @param parser as the failure left it
     */
    static ResultFormatException of(JacksonException e, JsonParser parser) {
        return switch (e) {
            case InvalidDefinitionException fault -> throw fault; // a fault of a record, whatever the document contains
            case InvalidNullException nothing ->
                new ResultFormatException(quoted(path(e))
                        + (nothing.getCurrentToken() == JsonToken.VALUE_NULL ? " must not be null" : " is missing"));
            case MismatchedInputException unlike ->
                new ResultFormatException(quoted(path(e)) + " must be " + kind(unlike.getTargetType()));
            case StreamConstraintsException _ ->
                new ResultFormatException("nested too deep, or has too long a number, name or string" + at(parser));
            case UnexpectedEndOfInputException _ -> new ResultFormatException("ends too early" + at(parser));
            default -> new ResultFormatException("not a JSON document" + at(parser));
        };
    }

    /** What a component of this type must be. */
    static String kind(Class<?> type) {
        if (type == int.class) {
            return "a whole number from 0 to " + Integer.MAX_VALUE;
        }
        if (type == long.class || type == Long.class) {
            return "a whole number from 0 to " + StrictNumbers.LARGEST;
        }
        if (type == OptionalLong.class) {
            return kind(long.class) + ", or null";
        }
        if (type == double.class || type == Double.class) {
            return "a finite number";
        }
        if (type == OptionalDouble.class) {
            return kind(double.class) + ", or null";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == String.class) {
            return "a string";
        }
        return Collection.class.isAssignableFrom(type) ? "a list" : "an object";
    }

    /** {@code load.clients}, {@code timeline[3].sent}. */
    private static String path(JacksonException e) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : e.getPath()) {
            append(path, step.getPropertyName(), step.getIndex());
        }
        return path.toString();
    }

    private static void append(TokenStreamContext place, StringBuilder path) {
        TokenStreamContext parent = place.getParent();
        if (parent != null) {
            append(parent, path);
            append(path, place.currentName(), place.hasCurrentIndex() ? place.getCurrentIndex() : 0);
        }
    }

    private static void append(StringBuilder path, @Nullable String name, int index) {
        if (name == null) {
            path.append('[').append(index).append(']');
        } else {
            path.append(path.isEmpty() ? "" : ".").append(name);
        }
    }

    private static String at(JsonParser parser) {
        TokenStreamLocation location = parser.currentLocation();
        StringBuilder path = new StringBuilder();
        append(parser.streamReadContext(), path);
        return " (line " + location.getLineNr() + ", column " + location.getColumnNr()
                + (path.isEmpty() ? "" : ", in " + quoted(path.toString())) + ")";
    }

    private static String quoted(String field) {
        String printable = Quoted.of(field);
        return "'" + (printable.length() <= LONGEST_FIELD ? printable : printable.substring(0, LONGEST_FIELD) + "...")
                + "'";
    }
}
