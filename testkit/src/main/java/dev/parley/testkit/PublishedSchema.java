package dev.parley.testkit;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The schemas in {@code docs/schema}, as seen from the folder of a room. Stateless. */
public final class PublishedSchema {
    private static final Path FOLDER = Path.of("../docs/schema");

    private PublishedSchema() {}

    /**
     * What in a document violates a schema; empty for a valid one. Reads the schema's file.
     *
     * @param name of the schema's file, without its ending
     */
    public static List<Error> faults(String name, String document) throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(FOLDER.resolve(name + ".json")), InputFormat.JSON)
                .validate(document, InputFormat.JSON);
    }

    /** The same of a document in UTF-8. */
    public static List<Error> faults(String name, byte[] document) throws IOException {
        return faults(name, new String(document, StandardCharsets.UTF_8));
    }
}
