/** Results of measurements and their documents. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // HdrHistogram has no descriptor
module dev.parley.result {
    requires com.fasterxml.jackson.annotation;
    requires tools.jackson.core;
    requires tools.jackson.databind;
    requires transitive HdrHistogram;
    requires static transitive org.jspecify;

    exports dev.parley.result;

    // For what is read before a whole document, and nobody else needs.
    opens dev.parley.result to
            tools.jackson.databind;
}
