// The protocol of all these tools: a length byte, then that many bytes; the reply has them in reverse order.
#ifndef REVERSE_H
#define REVERSE_H
#include <stdlib.h>
#include <string.h>

enum { LONGEST = 255, LARGEST_BATCH = 65536 };

// What a client sends at once, and what must come back.
typedef struct {
    unsigned char *request, *reply;
    size_t bytes;
} Batch;

static inline Batch new_batch(int messages, int size) {
    size_t frame = (size_t)size + 1, bytes = frame * (size_t)messages;
    Batch batch = {malloc(bytes), malloc(bytes), bytes};
    for (int m = 0; m < messages; m++) {
        unsigned char *to = batch.request + frame * (size_t)m, *back = batch.reply + frame * (size_t)m;
        to[0] = back[0] = (unsigned char)size;
        for (int i = 0; i < size; i++) {
            to[1 + i] = back[size - i] = (unsigned char)('a' + (m + i) % 26);
        }
    }
    return batch;
}
#endif
