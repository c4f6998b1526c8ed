/*
 * Bytes into and out of the xenstore page.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <arch/cpu.h>
#include <lib/ring_copy.h>
#include <lib/util.h>
#include "ring.h"

int xenstore_ring_put(xenstore_ring *ring, const char *data, size_t length)
{
    XENSTORE_RING_IDX prod = ring->req_prod, used = prod - ring->req_cons;
    size_t n;

    if (used > XENSTORE_RING_SIZE)
        return -EIO;
    full_barrier();             /* the daemon has read a place before it is filled */
    n = MIN(length, XENSTORE_RING_SIZE - used);
    ring_copy_in((char *)ring->req, XENSTORE_RING_SIZE, prod, data, n);
    write_barrier();            /* write the bytes before the index that shows them */
    ring->req_prod = prod + n;
    return (int)n;
}

int xenstore_ring_get(xenstore_ring *ring, char *to, size_t size, bool *was_full)
{
    XENSTORE_RING_IDX cons = ring->rsp_cons, ready = ring->rsp_prod - cons;
    size_t n;

    if (ready > XENSTORE_RING_SIZE)
        return -EIO;
    read_barrier();             /* read the index before the bytes it shows */
    n = MIN(size, ready);
    ring_copy_out((const char *)ring->rsp, XENSTORE_RING_SIZE, cons, to, n);
    full_barrier();             /* the bytes are read before their place is released */
    ring->rsp_cons = cons + n;

    /*
     * The daemon sleeps if it saw the old index with the ring full. Each side writes its
     * own index before it reads the other's, so at least one sees the other's change.
     */
    full_barrier();
    if (n && ring->rsp_prod - cons >= XENSTORE_RING_SIZE)
        *was_full = true;
    return (int)n;
}

void xenstore_ring_clear(xenstore_ring *ring)
{
    ring->req_prod = ring->req_cons;
    ring->rsp_cons = ring->rsp_prod;
}
