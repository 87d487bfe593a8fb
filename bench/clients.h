// One blocking thread for each client, and what all of them have counted together.
#ifndef CLIENTS_H
#define CLIENTS_H
#include "latency.h"
#include "loopback.h"
#include <pthread.h>

enum { MOST_CLIENTS = 256 };

typedef struct {
    Latency latency;
    uint64_t failures;
} Client;

// Runs them all until they end; each thread gets a Client.
static inline Client run_clients(int clients, void *(*run)(void *client)) {
    Client *all = calloc((size_t)clients, sizeof *all);
    pthread_t threads[MOST_CLIENTS];
    for (int i = 0; i < clients; i++) {
        if (pthread_create(&threads[i], NULL, run, &all[i])) {
            must(-1, "pthread_create");
        }
    }
    Client sum = {0};
    for (int i = 0; i < clients; i++) {
        pthread_join(threads[i], NULL);
        add_all(&sum.latency, &all[i].latency);
        sum.failures += all[i].failures;
    }
    free(all);
    return sum;
}

// The line with which such a tool ends, of what happened since then.
static inline void print_clients(const Client *sum, uint64_t since, const char *unit, const char *failed) {
    double seconds = (double)(now_nanos() - since) / 1e9;
    print_result((double)sum->latency.total / seconds, unit, &sum->latency, failed, sum->failures);
}
#endif
