package dev.parley.cli.serve;

import dev.parley.cli.shell.TextTable;
import dev.parley.core.Transport;
import dev.parley.engine.Engines;
import dev.parley.services.Catalog;
import dev.parley.services.ServiceType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The services and engines there are, for help texts. */
public final class ServeLists {
    private static final int INDENT = 2;

    private ServeLists() {}

    static List<String> lines() {
        List<String> lines = new ArrayList<>(
                List.of("", "Services, with the port and the engine each has unless another is given:"));
        lines.addAll(services(Catalog.all()));
        lines.addAll(engines());
        Catalog.all().stream()
                .map(type -> type.serving().notes())
                .filter(notes -> !notes.isEmpty())
                .forEach(notes -> {
                    lines.add("");
                    lines.addAll(notes);
                });
        return lines;
    }

    private static List<String> services(List<ServiceType<?, ?>> types) {
        return TextTable.of(
                        TextTable.left("", 0),
                        TextTable.right("", 0).after(2),
                        TextTable.left("", 0).after(2),
                        TextTable.left("", 0).after(2),
                        TextTable.left("", 0).after(2))
                .indentedBy(INDENT)
                .lines(types.stream()
                        .map(type -> List.of(
                                type.name(),
                                Integer.toString(type.port()),
                                transports(type),
                                type.serving().engine(Transport.TCP),
                                type.about()))
                        .toList());
    }

    private static String transports(ServiceType<?, ?> type) {
        return type.serving().transports().stream().map(Transport::text).collect(Collectors.joining(","));
    }

    /** The engines, a line each, under a heading. */
    public static List<String> engines() {
        List<String> lines = new ArrayList<>(List.of("", "Engines:"));
        lines.addAll(TextTable.of(TextTable.left("", 0), TextTable.left("", 0).after(2))
                .indentedBy(INDENT)
                .lines(Engines.all().stream()
                        .map(type -> List.of(type.name(), type.about()))
                        .toList()));
        return lines;
    }
}
