/*
 * The two byte rings of the console page. No kernel dependency: host tests and
 * fuzzers run this very code.
 *
 * The guest owns out_prod and in_cons. The daemon's indices may change at any moment
 * and hold anything: each is read once, and one that claims more than a ring can hold
 * is an error.
 */
/* SPDX-License-Identifier: MIT */
#ifndef CONSOLE_RING_H
#define CONSOLE_RING_H

#include <stddef.h>
#include <stdint.h>
#include <xen/io/console.h>

typedef volatile struct xencons_interface console_ring;

/* How many bytes there is room for, or -EIO. */
int console_ring_room(const console_ring *ring);

/* Puts as many bytes as there is room for; returns how many, or -EIO. */
int console_ring_put(console_ring *ring, const char *data, size_t length);

/* How many bytes can be read, or -EIO. */
int console_ring_ready(const console_ring *ring);

/* Looks at the byte behind the first skip ones, and leaves it there: 1; 0: none; -EIO. */
int console_ring_peek(const console_ring *ring, size_t skip, char *byte);

/* Reads at most size bytes; returns how many, or -EIO. With to NULL they are dropped. */
int console_ring_get(console_ring *ring, char *to, size_t size);

#endif
