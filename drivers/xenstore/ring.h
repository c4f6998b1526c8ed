/*
 * The two byte rings of the xenstore page. No kernel dependency: host tests and
 * fuzzers run this very code.
 *
 * The daemon's indices may change at any moment and hold anything: each is read
 * once, and one that claims more than a ring can hold is an error.
 */
/* SPDX-License-Identifier: MIT */
#ifndef XENSTORE_RING_H
#define XENSTORE_RING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <xen/io/xs_wire.h>

typedef volatile struct xenstore_domain_interface xenstore_ring;

/* Puts as many bytes of a request into the ring as fit; returns how many, or -EIO. */
int xenstore_ring_put(xenstore_ring *ring, const char *data, size_t length);

/*
 * Takes at most size bytes of what the daemon sent; returns how many, or -EIO.
 * *was_full becomes true if the daemon may have found no room: then it waits for
 * an event.
 */
int xenstore_ring_get(xenstore_ring *ring, char *to, size_t size, bool *was_full);

/* Drops the bytes in both directions. */
void xenstore_ring_clear(xenstore_ring *ring);

#endif
