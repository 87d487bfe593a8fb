/** A service for every program that has this module on its path. */
module com.example.greeting {
    requires dev.parley.services;

    provides dev.parley.services.ServiceProvider with
            com.example.greeting.Greeting;
}
