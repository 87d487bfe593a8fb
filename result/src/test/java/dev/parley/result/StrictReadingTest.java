package dev.parley.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A document that lacks something, or has something else in its place, is refused with the name of the field. */
class StrictReadingTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    /** Came after the first version, so that there are files without them. */
    private static final Set<String> MAY_BE_MISSING = Set.of(
            "verdict.reasonKinds",
            "verdict.noteKinds",
            "load.scheduleKind",
            "requests.unconnected",
            "requests.reconnected",
            "requests.refused",
            "requests.late",
            "requests.duplicate",
            "requests.reordered",
            "requests.unexpected",
            "requests.abandoned",
            "requests.replies_in_time",
            "requests.open_at_end",
            "requests.no_socket",
            "requests.no_port",
            "requests.bytes_sent",
            "requests.bytes_received",
            "requests.dropped_here");

    /** Of documents of later versions; what is in them is needed. */
    private static final Pattern NEWER = Pattern.compile(
            "ideal|slotWait|connect|handshake|steps|stages|generators|latencyByDueTime|serverCpu|load\\.(connectPerRequest|warmUpLimitNanos)|warmUp|verdict\\.(trustworthyUpTo|reasonBlames|(reason|note)FromPercents)"
                    + "|process\\.(runDelay|pressure|stolen)Nanos|.*\\.stddevNanos");

    /** Derived from the rest of the document, or one of a set that grows. */
    private static final Pattern NOT_NEEDED =
            Pattern.compile("requests\\.errors|.*percentileNanos\\.p.*|steps\\[\\d+\\]\\.errors\\..*");

    private static final Pattern MAY_BE_NULL = Pattern.compile(
            "jitterNanos|throughput\\.askedPerSecond|.*\\.(min|mean|max|p50|p99)Nanos|.*percentileNanos\\.p.*");

    /** A field of a document, as an error names it. */
    private record Field(String path, ObjectNode parent, String name) {
        JsonNode value() {
            return parent.get(name);
        }
    }

    private static ObjectNode whole() {
        return (ObjectNode)
                MAPPER.readTree(ResultDocument.of(KnownResults.openLoop()).toJson());
    }

    /** All but {@code schema} and its version, which are looked at first. */
    private static List<Field> fields(ObjectNode document) {
        List<Field> fields = new ArrayList<>();
        collect("", document, fields);
        fields.removeIf(
                field -> field.name().startsWith("schema") && field.parent().equals(document));
        assertThat(fields).hasSizeGreaterThan(100);
        return fields;
    }

    private static void collect(String path, JsonNode node, List<Field> fields) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                String field = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
                fields.add(new Field(field, object, member.getKey()));
                collect(field, member.getValue(), fields);
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                collect(path + "[" + i + "]", array.get(i), fields);
            }
        }
    }

    private static LoadResult read(JsonNode document) throws ResultFormatException {
        return ResultReader.read(MAPPER.writeValueAsBytes(document));
    }

    private static void isRefused(JsonNode document, String field, String complaint) {
        assertThatThrownBy(() -> read(document))
                .as(field)
                .isInstanceOf(ResultFormatException.class)
                .hasMessageStartingWith("'" + field + "' " + complaint);
    }

    @Test
    void everyMissingFieldIsNamed() throws ResultFormatException {
        ObjectNode document = whole();
        for (Field field : fields(document)) {
            List<String> order = new ArrayList<>(field.parent().propertyNames());
            JsonNode value = field.parent().remove(field.name());
            if (MAY_BE_MISSING.contains(field.path())
                    || NOT_NEEDED.matcher(field.path()).matches()
                    || NEWER.matcher(field.path()).matches()) {
                read(document);
            } else {
                isRefused(document, field.path(), "is missing");
            }
            field.parent().set(field.name(), value);
            assertThat(field.parent().propertyNames()).containsExactlyInAnyOrderElementsOf(order);
        }
    }

    @Test
    void everyNullThatMeansNothingIsNamed() throws ResultFormatException {
        ObjectNode document = whole();
        for (Field field : fields(document)) {
            JsonNode value = field.value();
            field.parent().putNull(field.name());
            if (MAY_BE_NULL.matcher(field.path()).matches()
                    || field.path().matches("verdict.*Kinds|load.scheduleKind")
                    || NEWER.matcher(field.path()).matches()) {
                read(document);
            } else {
                isRefused(document, field.path(), "must not be null");
            }
            field.parent().set(field.name(), value);
        }
    }

    @Test
    void everyFieldOfAnotherKindIsNamed() {
        ObjectNode document = whole();
        List<String> others = List.of("true", "\"\"", "\"7\"", "7", "1.5", "-1", "[]", "{}", "99999999999999999999");
        for (Field field : fields(document)) {
            JsonNode value = field.value();
            for (String other : others) {
                JsonNode wrong = MAPPER.readTree(other);
                if (isOfItsKind(value, field, wrong)) {
                    continue;
                }
                field.parent().set(field.name(), wrong);
                isRefused(document, field.path(), "must be ");
            }
            field.parent().set(field.name(), value);
        }
    }

    private static boolean isOfItsKind(JsonNode value, Field field, JsonNode other) {
        boolean decimal = field.path().matches("throughput\\.(.*PerSecond|keptShare)");
        if (decimal) {
            return other.isNumber() && Double.isFinite(other.doubleValue());
        }
        if (value.isNumber() || value.isNull()) {
            return other.isInt() && other.intValue() == 7;
        }
        if (value.isObject()) {
            return other.isObject();
        }
        return value.getNodeType() == other.getNodeType();
    }

    @Test
    void elementsOfAListAreNamed() {
        ObjectNode document = whole();
        ((ArrayNode) document.at("/verdict/reasons")).set(1, 5);
        isRefused(document, "verdict.reasons[1]", "must be a string");
        document = whole();
        ((ArrayNode) document.at("/verdict/notes")).addNull();
        isRefused(document, "verdict.notes[1]", "must not be null");
        document = whole();
        ((ArrayNode) document.get("timeline")).set(1, "x");
        isRefused(document, "timeline[1]", "must be an object");
    }

    @Test
    void whatIsMissingIsNamed() {
        isRefused(
                "\"clients\" : 12", "\"clients\" : 1e2", "'load.clients' must be a whole number from 0 to 2147483647");
        isRefused(
                "\"count\" : 0", "\"count\" : -1", "'load.count' must be a whole number from 0 to 100000000000000000");
        isRefused(
                "\"jitterNanos\" : 123456",
                "\"jitterNanos\" : 1.5",
                "'jitterNanos' must be a whole number from 0 to 100000000000000000, or null");
        isRefused(
                "\"keptShare\" : [0-9.]+", "\"keptShare\" : \"NaN\"", "'throughput.keptShare' must be a finite number");
        isRefused("\"keptShare\" : [0-9.]+", "\"keptShare\" : 1e400", "'throughput.keptShare' must be a finite number");
        isRefused(
                "\"keptShare\" : [0-9.]+",
                "\"keptShare\" : NaN",
                "not a JSON document (line 51, column *, in 'throughput.keptShare')");
        isRefused("\"loop\" : \"open\"", "\"loop\" : \"ajar\"", "'load.loop' must be open or closed");
        isRefused("2026-11-21T", "yesterday", "'startedAt' must be a timestamp such as 2026-01-01T00:00:00Z");
        isRefused("HISTFAAAA", "AAAAAAAA", "'response.hdrHistogram' is not a histogram that can be read");
        isRefused(
                "\"clientsWithoutReply\" : 3",
                "\"clientsWithoutReply\" : 3000000000",
                "'requests.clientsWithoutReply' must be a whole number from 0 to 2147483647");
    }

    @Test
    void timesThatAreNeverRecordedAreNamed() {
        isRefused(
                "(?s)(\"timeline\".*?\"maxNanos\" : )\\d+",
                "$1" + 1_000_000_000_000_000L,
                "'timeline[0].response' must be times of an hour at most");
    }

    private static void isRefused(String regex, String replacement, String complaint) {
        String document = new String(ResultDocument.of(KnownResults.openLoop()).toJson(), StandardCharsets.UTF_8);
        String damaged = document.replaceFirst(regex, replacement);
        assertThat(damaged).isNotEqualTo(document);
        assertThatThrownBy(() -> ResultReader.read(damaged.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(ResultFormatException.class)
                .message()
                .matches(withAnyColumn(complaint));
    }

    /** Which one it is, is the parser's business. */
    private static String withAnyColumn(String complaint) {
        return Pattern.quote(complaint).replace("*", "\\E[0-9]+\\Q");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    ``                                            | not a JSON object
                    []                                            | not a JSON object
                    `"parley-load"`                               | not a JSON object
                    hello                                         | not a JSON document (line 1, column *)
                    {"a":                                         | ends too early (line 1, column *, in 'a')
                    {"a": [1, x]}                                 | not a JSON document (line 1, column *, in 'a[1]')
                    {} {}                                         | text after the JSON object
                    {"a": 1}                                      | not a result of parley load
                    {"schema": 5}                                 | 'schema' must be a string
                    {"schema": "parley-report"}                   | not a result of parley load
                    {"schema": "parley-load"}                     | 'schemaVersion' is missing
                    {"schema": "parley-load", "schemaVersion": "1"} | 'schemaVersion' must be a whole number from 0 to 100000000000000000
                    {"schema": "parley-load", "schemaVersion": 0} | it has schema version 0, this program reads version 1
                    {"schema": "parley-load", "schemaVersion": 2} | it has schema version 2, this program reads version 1 and is too old for it
                    {"schema": "parley-load", "schemaVersion": 1} | 'startedAt' is missing
                    """)
    void whatIsNoResultIsNamed(String document, String complaint) {
        assertThatThrownBy(() -> ResultReader.read(document.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(ResultFormatException.class)
                .message()
                .matches(withAnyColumn(complaint));
    }

    /** Zeros where only encodings have them that no parser reads. */
    @Test
    void anEncodingThatCannotBeReadIsRefused() {
        assertThatThrownBy(() -> ResultReader.read(new byte[] {0, 0, '{', 0}))
                .isInstanceOf(ResultFormatException.class)
                .hasMessage("not a JSON document");
    }

    @Test
    void whatIsFarTooLargeIsRefusedAndNotRepeated() {
        String deep = "{\"a\":".repeat(100_000);
        refusesShortly(deep);
        refusesShortly("{\"schema\":\"parley-load\",\"schemaVersion\":1,\"later\":" + "[".repeat(100_000));
        refusesShortly("{\"schema\":\"parley-load\",\"schemaVersion\":1,\"startedAt\":" + "9".repeat(100_000) + "}");
        refusesShortly("{\"" + "x".repeat(100_000) + "\":1}");
        refusesShortly("{\"schema\":\"parley-load\",\"schemaVersion\":1,\"requests\":{\"" + "\\u001b".repeat(5_000)
                + "\":true}}");
    }

    private static void refusesShortly(String document) {
        assertThatThrownBy(() -> ResultReader.read(document.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(ResultFormatException.class)
                .message()
                .hasSizeLessThan(250)
                .doesNotContain("\u001b");
    }

    @Test
    void countersOfLaterAreNone() throws ResultFormatException {
        ObjectNode document = whole();
        ((ObjectNode) document.get("requests")).remove("reordered");
        LoadResult result = read(document);
        assertThat(result.measured().count(Counter.REORDERED)).isZero();
        assertThat(result.measured().count(Counter.SENT)).isPositive();
    }

    @Test
    void latencyByDueTimeHasBinsThatThereAre() {
        for (String bins : List.of(
                "[[257, 1]]", "[[1]]", "[[1, 2, 3]]", "[1]", "[[1, null]]", "[null]", "[[1, -1]]", "[[1, 2e3]]")) {
            ObjectNode document = whole();
            ((ObjectNode) document.at("/latencyByDueTime/intervals/2")).set("bins", MAPPER.readTree(bins));
            assertThatThrownBy(() -> read(document))
                    .as(bins)
                    .isInstanceOf(ResultFormatException.class)
                    .hasMessageContaining("latencyByDueTime.intervals[2].bins");
        }
        ObjectNode more = whole();
        ((ObjectNode) more.at("/latencyByDueTime/intervals/0"))
                .set("bins", MAPPER.readTree("[[1, 99000000000000000]]"));
        isRefused(more, "latencyByDueTime.intervals[0].bins", "count more requests than there can be");
        ObjectNode none = whole();
        ((ObjectNode) none.at("/latencyByDueTime")).put("intervalNanos", 0);
        isRefused(none, "latencyByDueTime.intervalNanos", "must be more than 0");
        ObjectNode many = whole();
        ArrayNode intervals = (ArrayNode) many.at("/latencyByDueTime/intervals");
        while (intervals.size() < 129) {
            intervals.add(intervals.get(0));
        }
        isRefused(many, "latencyByDueTime.intervals", "must be at most 128 intervals");
    }
}
