// Closed-loop UDP load: one blocking thread for each client, a datagram at a time. A reply that is not there after 100 ms
// counts as lost, and so does one that comes later.
#define _GNU_SOURCE
#include "clients.h"
#include "options.h"
#include "reverse.h"

enum { REPLY_TIMEOUT_MICROS = 100000 };

static Option options[] = {
    {"port", 18080, 1, 65535, "port on 127.0.0.1"},
    {"clients", 8, 1, MOST_CLIENTS, "threads, each with a socket and one datagram at a time"},
    {"size", 64, 2, LONGEST, "bytes of a message"},
    {"seconds", 3, .01, 86400, "time measured, after a warm-up"},
    {"warmup", .3, 0, 100, "length of the warm-up, as a share of the time measured"},
    {0},
};
static uint64_t from, end;

// The first two bytes of the message are its number, so a reply that comes late is not taken for that of the next.
static void *run(void *argument) {
    Client *client = argument;
    int fd = connect_to(SOCK_DGRAM, (int)options[0].value), size = (int)options[2].value;
    struct timeval timeout = {0, REPLY_TIMEOUT_MICROS};
    must(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout), "SO_RCVTIMEO");
    Batch message = new_batch(1, size);
    uint16_t number = 0;
    for (uint64_t began; (began = now_nanos()) < end;) {
        number++;
        message.request[1] = message.reply[size] = (unsigned char)(number >> 8);
        message.request[2] = message.reply[size - 1] = (unsigned char)number;
        if (send(fd, message.request, message.bytes, 0) != (ssize_t)message.bytes) {
            must(-1, "send"); // refused: port unreachable
        }
        unsigned char in[LONGEST + 2];
        ssize_t n;
        do {
            n = recv(fd, in, sizeof in, 0);
        } while (n >= 0 && (n != (ssize_t)message.bytes || memcmp(in, message.reply, message.bytes)));
        if (n < 0 && errno != EAGAIN) {
            must(-1, "recv");
        }
        uint64_t now = now_nanos();
        if (began >= from && n >= 0) {
            record(&client->latency, now - began);
        } else if (began >= from) {
            client->failures++;
        }
    }
    close(fd);
    return NULL;
}

int main(int argc, char **argv) {
    read_options(argc, argv, "Loads a `reverse` server over UDP in a closed loop; a reply that is not right is none.", options);
    uint64_t length = (uint64_t)(options[3].value * 1e9);
    from = now_nanos() + (uint64_t)((double)length * options[4].value);
    end = from + length;
    Client sum = run_clients((int)options[1].value, run);
    print_clients(&sum, from, "msg/s", "lost");
    return sum.latency.total == 0;
}
