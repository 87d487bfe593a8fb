package dev.parley.cli.talk;

import java.io.IOException;
import java.net.InetAddress;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** A name server that never answers, for a JVM that has {@link #folder} on its class path. */
public final class SilentNameServer extends InetAddressResolverProvider {
    @Override
    public InetAddressResolver get(Configuration configuration) {
        return new InetAddressResolver() {
            @Override
            public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) {
                while (true) {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        // A lookup of the system's takes no notice either.
                    }
                }
            }

            @Override
            public String lookupByAddress(byte[] address) {
                return "somewhere.test";
            }
        };
    }

    @Override
    public String name() {
        return "silent";
    }

    /** A folder for the class path that makes it known. */
    static Path folder(Path under) throws IOException {
        Path services = Files.createDirectories(under.resolve("names/META-INF/services"));
        Files.writeString(
                services.resolve(InetAddressResolverProvider.class.getName()), SilentNameServer.class.getName() + "\n");
        return under.resolve("names");
    }
}
