/*
 * Pending events of watches: a queue of fixed size, filled at event time. No kernel
 * dependency.
 */
/* SPDX-License-Identifier: MIT */
#ifndef XENSTORE_PENDING_H
#define XENSTORE_PENDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define XENSTORE_PENDING_BYTES 4096

struct xenstore_pending {
    size_t used;
    uint32_t words[XENSTORE_PENDING_BYTES / sizeof(uint32_t)];
};

/* False if there is no room. */
bool xenstore_pending_add(struct xenstore_pending *pending, uint32_t token, const char *path);

/*
 * The path of the oldest event, and the token of its watch; NULL if there is none. It
 * stays in place until xenstore_pending_remove(), even if others are added.
 */
const char *xenstore_pending_first(const struct xenstore_pending *pending, uint32_t *token);
void xenstore_pending_remove(struct xenstore_pending *pending);

#endif
