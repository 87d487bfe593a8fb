// Opens connections over TCP, as tls-idle over TLS, that send nothing, prints how many there are, and holds them until its standard input ends. With the
// server's process id it also prints the growth of the server's resident memory.
#define _GNU_SOURCE
#include "loopback.h"
#include "options.h"
#include "wire.h"

enum { PER_ADDRESS = 200 }; // below the 256 a server lets in from one address

static Option options[] = {
    {"port", 18080, 1, 65535, "port on 127.0.0.1"},
    {"clients", 10000, 1, 1000000, "connections, 200 from each of 127.0.0.1, 127.0.0.2 ..."},
    {"pid", 0, 0, 4194304, "the server's process id, to look at its memory; 0 does not look"},
    {0},
};

static long resident_kib(int pid) {
    char path[64], line[256];
    long kib = -1;
    snprintf(path, sizeof path, "/proc/%d/status", pid);
    FILE *status = fopen(path, "r");
    if (!status) {
        must(-1, path);
    }
    while (fgets(line, sizeof line, status) && sscanf(line, "VmRSS: %ld", &kib) != 1) {
    }
    fclose(status);
    return kib;
}

int main(int argc, char **argv) {
    read_options(argc, argv, "Opens idle connections over TCP, as tls-idle over TLS, and holds them until standard input ends.", options);
    int port = (int)options[0].value, clients = (int)options[1].value, pid = (int)options[2].value, open = 0;
    raise_descriptor_limit();
    long before = pid ? resident_kib(pid) : 0;
    struct sockaddr_in server = loopback(1, port);
    for (; open < clients; open++) {
        struct sockaddr_in from = loopback(1 + (unsigned)open / PER_ADDRESS, 0);
        int fd = must(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
        must(bind(fd, (struct sockaddr *)&from, sizeof from), "bind");
        if (connect(fd, (struct sockaddr *)&server, sizeof server)) {
            perror("connect");
            break;
        }
        wire_over(fd);
    }
    printf("open %d", open);
    if (pid) {
        sleep(1); // what was connected may not be accepted yet
        long growth = resident_kib(pid) - before;
        printf("  server VmRSS %+ld KiB, %.0f bytes each", growth, (double)growth * 1024 / (open ? open : 1));
    }
    printf("\n");
    fflush(stdout);
    while (getchar() != EOF) {
    }
    return open != clients;
}
