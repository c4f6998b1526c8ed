/*
 * The connection to the daemon, and what is on its way: for client.c, which takes what
 * comes in, and request.c, which sends.
 */
/* SPDX-License-Identifier: MIT */
#ifndef XENSTORE_CONNECTION_H
#define XENSTORE_CONNECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <drivers/xenstore.h>
#include <hypercall/xen.h>
#include <kernel/wait.h>
#include "ring.h"

/* Lies on the stack of the thread that waits for it. */
struct xenstore_request {
    struct xenstore_request *next;
    uint32_t type, id;
    char *answer;
    size_t size;
    bool done;
    int result;
    struct wait_queue waiting;
};

/* All of it protected by the kernel lock. */
struct xenstore_state {
    xenstore_ring *ring;        /* NULL: not open */
    evtchn_port_t port;
    unsigned int number;        /* of connections so far */
    int error;                  /* why this one can be used no more */
    bool suspended;
    uint64_t timeout;
    uint32_t last_id;
    unsigned int strays;
    struct xenstore_request *in_flight;
    struct wait_queue turn;     /* for outgoing, and for the end of suspension */
    struct wait_queue quiet;    /* for nothing to be in flight */
};
extern struct xenstore_state xenstore;

struct xenstore_outgoing {
    char bytes[sizeof(struct xsd_sockmsg) + XENSTORE_PAYLOAD_MAX];
    size_t length, sent;
};
extern struct xenstore_outgoing xenstore_outgoing;

/* A request is not whole in the ring yet: no other can be staged. */
static inline bool xenstore_is_sending(void)
{
    return xenstore_outgoing.sent < xenstore_outgoing.length;
}

/* Ids from here on are of requests that nobody waits for: the rest is a watch's token, or 0. */
#define XENSTORE_POSTED 0x80000000U

/* All with the kernel lock held. */

/* Opens the connection that the start info tells of. 0 or a negative errno. */
int xenstore_attach_start_info(void);

/* The request is done, and its thread goes on. */
void xenstore_finish(struct xenstore_request *request, int result);

/* Puts what the ring has room for. More than nothing, or a negative errno. */
int xenstore_put_more(void);

/* The same, and tells the daemon. 0 or a negative errno. */
int xenstore_send_more(void);

/* The connection can be used no more: every request ends with that error. */
void xenstore_give_up(int error);

#endif
