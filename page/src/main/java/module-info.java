/** Results, and servers that run, as pages for a browser. */
@SuppressWarnings("requires-automatic") // uPlot's archive has no descriptor: it holds files alone
module dev.parley.page {
    requires transitive dev.parley.result;
    requires transitive dev.parley.compare;
    requires dev.parley.core;
    requires uplot;
    requires static transitive org.jspecify;

    exports dev.parley.page;
}
