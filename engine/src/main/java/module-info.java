/** The contract of engines, and those that providers bring. */
module dev.parley.engine {
    requires transitive dev.parley.core;
    requires transitive dev.parley.tls;
    requires jdk.net;
    requires static transitive org.jspecify;

    exports dev.parley.engine;

    uses dev.parley.engine.EngineProvider;
}
