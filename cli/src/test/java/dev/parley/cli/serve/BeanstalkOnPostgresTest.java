package dev.parley.cli.serve;

import dev.parley.queue.MessageStore;

/** The same conversations on a store in PostgreSQL. */
class BeanstalkOnPostgresTest extends BeanstalkTest {
    @Override
    MessageStore openStore() {
        return onPostgres();
    }
}
