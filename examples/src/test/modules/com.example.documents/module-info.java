/** Uses what the rooms find by reflection, as resources, and in native libraries. */
module com.example.documents {
    requires dev.parley.compare;
    requires dev.parley.engine;
    requires dev.parley.join;
    requires dev.parley.page;
    requires dev.parley.queue;
}
