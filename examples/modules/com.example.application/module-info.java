/** A program that serves whatever service it finds; engines, stores and services come with the modules that provide them. */
module com.example.application {
    requires dev.parley.client;
    requires dev.parley.engine;
    requires dev.parley.services;
}
