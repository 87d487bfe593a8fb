package com.example.documents;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.engine.Engines;
import dev.parley.join.JoinedGenerator;
import dev.parley.load.FoundRateDocument;
import dev.parley.page.LivePage;
import dev.parley.queue.StoreLimits;
import dev.parley.queue.Stores;
import dev.parley.result.JsonDocument;
import dev.parley.result.ResultDocument;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;

/** Prints a line for each thing that works. */
public final class Documents {
    private Documents() {}

    public static void main(String[] arguments) throws Exception {
        System.out.println("modules: " + (Engines.class.getModule().isNamed() && JsonDocument.class.getModule().isNamed()));
        byte[] result = Files.readAllBytes(Path.of(arguments[0]));
        System.out.println("result: "
                + Arrays.equals(JsonDocument.of(JsonDocument.read(result, ResultDocument.class)), result));
        var found = new FoundRateDocument("parley-find", 1, "p99<2ms", true, "", null, null, null, null, List.of());
        System.out.println("load: " + new String(JsonDocument.of(found), UTF_8).contains("p99<2ms"));
        System.out.println("join: " + saidByAGenerator().contains("\"kind\""));
        String page = new String(LivePage.html(), UTF_8);
        System.out.println("page: " + page.contains("<html") + " " + page.contains("uPlot is under this licence"));
        try (var store = Stores.open("sqlite:" + arguments[1], StoreLimits.NONE, null, Duration.ofSeconds(5))) {
            System.out.println("sqlite: " + Files.exists(Path.of(arguments[1])));
        }
        try (var store = Stores.open("postgresql://127.0.0.1:1/none", StoreLimits.NONE, null, Duration.ofSeconds(1))) {
            System.out.println("a server on port 1");
        } catch (RuntimeException e) {
            System.out.println("postgresql: " + e.getClass().getSimpleName());
        }
    }

    /** The first words of a load generator, to a coordinator that has none. */
    private static String saidByAGenerator() throws Exception {
        try (ServerSocket coordinator = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            FutureTask<String> said = new FutureTask<>(() -> {
                try (Socket generator = coordinator.accept()) {
                    return new String(generator.getInputStream().readNBytes(40), UTF_8);
                }
            });
            Thread.ofVirtual().start(said);
            InetSocketAddress at = new InetSocketAddress(coordinator.getInetAddress(), coordinator.getLocalPort());
            try (var generator = JoinedGenerator.join(at, Duration.ofSeconds(5), "example")) {
                return said.get();
            }
        }
    }
}
