package dev.parley.result;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.MutableConfigOverride;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON documents as records: the components of a record are the names in its document, in the same order. Written indented,
 * with null for what is empty. Read strictly: every name must be there and of its kind, nothing is converted, and only an
 * {@code Optional} may be null; names the record does not have are passed over.
 *
 * <p>The binding library is some hundred classes. It is loaded with this class, when the first document is written or read,
 * and not by a program that does neither. Stateless.
 */
public final class JsonDocument {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(StrictNumbers.module())
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY, MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(MapperFeature.INFER_RECORD_GETTERS_FROM_COMPONENTS_ONLY)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .withCoercionConfigDefaults(given -> Arrays.stream(CoercionInputShape.values())
                    .forEach(shape -> given.setCoercion(shape, CoercionAction.Fail)))
            .changeDefaultNullHandling(_ -> JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL))
            .withConfigOverride(Optional.class, JsonDocument::mayBeNull)
            .withConfigOverride(OptionalLong.class, JsonDocument::mayBeNull)
            .withConfigOverride(OptionalDouble.class, JsonDocument::mayBeNull)
            .build();

    private JsonDocument() {}

    private static void mayBeNull(MutableConfigOverride type) {
        type.setNullHandling(JsonSetter.Value.forValueNulls(Nulls.SET));
    }

    /** The document, UTF-8, with a line end. */
    public static byte[] of(Record document) {
        byte[] json = MAPPER.writeValueAsBytes(document);
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        return line;
    }

    /** One line of many, each a document by itself: not indented. */
    public static byte[] line(Record document) {
        byte[] json =
                MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsBytes(document);
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        return line;
    }

    /**
     * The content of a document.
     *
     * @throws ResultFormatException naming the field, when this is not one whole JSON object with all that the record has
     */
    public static <T extends Record> T read(byte[] document, Class<T> type) throws ResultFormatException {
        try (JsonParser parser = parser(document)) {
            try {
                if (parser.nextToken() != JsonToken.START_OBJECT) {
                    throw new ResultFormatException("not a JSON object");
                }
                T read = MAPPER.readerFor(type)
                        .without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        .readValue(parser);
                if (parser.nextToken() != null) {
                    throw new ResultFormatException("text after the JSON object");
                }
                return read;
            } catch (JacksonException e) {
                throw JsonFault.of(e, parser);
            }
        }
    }

    /** It looks for the encoding at once, before there is a parser to ask where the document is at fault. */
    private static JsonParser parser(byte[] document) throws ResultFormatException {
        try {
            return MAPPER.createParser(document);
        } catch (JacksonException e) {
            throw new ResultFormatException("not a JSON document");
        }
    }
}
