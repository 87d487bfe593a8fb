/** The engines that need nothing but the JDK. */
module dev.parley.engine.jdk {
    requires transitive dev.parley.engine;
    requires static transitive org.jspecify;

    exports dev.parley.engine.jdk;

    provides dev.parley.engine.EngineProvider with
            dev.parley.engine.jdk.JdkEngines;
}
