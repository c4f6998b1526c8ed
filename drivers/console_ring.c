/*
 * Bytes into and out of the console page.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <arch/cpu.h>
#include <lib/ring_copy.h>
#include "console_ring.h"

static int room_behind(const console_ring *ring, XENCONS_RING_IDX prod)
{
    XENCONS_RING_IDX used = prod - ring->out_cons;

    return used <= sizeof(ring->out) ? (int)(sizeof(ring->out) - used) : -EIO;
}

static int ready_from(const console_ring *ring, XENCONS_RING_IDX cons)
{
    XENCONS_RING_IDX ready = ring->in_prod - cons;

    return ready <= sizeof(ring->in) ? (int)ready : -EIO;
}

static int least(int count, size_t size)
{
    return size < (size_t)count ? (int)size : count;
}

int console_ring_room(const console_ring *ring)
{
    return room_behind(ring, ring->out_prod);
}

int console_ring_ready(const console_ring *ring)
{
    return ready_from(ring, ring->in_cons);
}

int console_ring_put(console_ring *ring, const char *data, size_t length)
{
    XENCONS_RING_IDX prod = ring->out_prod;
    int n = room_behind(ring, prod);

    if (n <= 0)
        return n;
    full_barrier();             /* the daemon has read a place before it is filled */
    n = least(n, length);
    ring_copy_in((char *)ring->out, sizeof(ring->out), prod, data, (size_t)n);
    write_barrier();            /* write the bytes before the index that shows them */
    ring->out_prod = prod + (XENCONS_RING_IDX)n;
    return n;
}

int console_ring_peek(const console_ring *ring, size_t skip, char *byte)
{
    XENCONS_RING_IDX cons = ring->in_cons;
    int n = ready_from(ring, cons);

    if (n <= 0 || (size_t)n <= skip)
        return n < 0 ? n : 0;
    read_barrier();             /* read the index before the byte it shows */
    ring_copy_out((const char *)ring->in, sizeof(ring->in), cons + skip, byte, 1);
    return 1;
}

int console_ring_get(console_ring *ring, char *to, size_t size)
{
    XENCONS_RING_IDX cons = ring->in_cons;
    int n = ready_from(ring, cons);

    if (n <= 0)
        return n;
    read_barrier();             /* read the index before the bytes it shows */
    n = least(n, size);
    if (to)
        ring_copy_out((const char *)ring->in, sizeof(ring->in), cons, to, (size_t)n);
    full_barrier();             /* the bytes are read before their place is released */
    ring->in_cons = cons + (XENCONS_RING_IDX)n;
    return n;
}
