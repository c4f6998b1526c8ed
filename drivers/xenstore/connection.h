/*
 * The connection to the daemon, and the messages in flight: for client.c, which receives,
 * and request.c, which sends.
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

/* Lies on the stack of the thread that waits for its answer. */
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
    int error;                  /* why this connection is unusable; 0: it is not */
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

/* Part of a request is not in the ring yet, so no other can be staged. */
static inline bool xenstore_is_sending(void)
{
    return xenstore_outgoing.sent < xenstore_outgoing.length;
}

/* Ids with this bit belong to posted requests, whose answer nobody awaits: the rest is a watch's token, or 0. */
#define XENSTORE_POSTED 0x80000000U

/* All with the kernel lock held. */

/* Opens the connection named in start_info. 0 or a negative errno. */
int xenstore_attach_start_info(void);

/* Ends the request and wakes its thread. */
void xenstore_finish(struct xenstore_request *request, int result);

/* Puts as much into the ring as it has room for. Above 0: how much, or a negative errno. */
int xenstore_put_more(void);

/* The same, and notifies the daemon. 0 or a negative errno. */
int xenstore_send_more(void);

/* Gives the connection up: every request ends with that error. */
void xenstore_give_up(int error);

#endif
