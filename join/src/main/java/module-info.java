/** Several load generators as one. */
module dev.parley.join {
    requires transitive dev.parley.core;
    requires transitive dev.parley.result;
    requires transitive dev.parley.load;
    requires static transitive org.jspecify;

    exports dev.parley.join;

    // For what generators say to each other, and nobody else needs.
    opens dev.parley.join to
            tools.jackson.databind;
}
