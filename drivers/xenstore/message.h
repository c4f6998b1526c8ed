/*
 * Xenstore messages: putting them together from the ring's bytes, and checking all that
 * is in them. No kernel dependency: host tests and fuzzers run this very code.
 */
/* SPDX-License-Identifier: MIT */
#ifndef XENSTORE_MESSAGE_H
#define XENSTORE_MESSAGE_H

#include <drivers/xenstore.h>
#include "ring.h"

/* The message that is coming in. All zero: none yet. */
struct xenstore_receiver {
    struct xsd_sockmsg header;
    char payload[XENSTORE_PAYLOAD_MAX + 1];     /* and a 0 behind a whole one */
    size_t have;                                /* how many bytes of both have arrived */
};

/*
 * Takes the bytes of the message that are in the ring. 1: it is complete, and the next
 * call begins another; 0: more must come; -EIO: invalid indices; -EPROTO: it claims to
 * be longer than a message can be. *was_full as in ring.h.
 */
int xenstore_receive(struct xenstore_receiver *receiver, xenstore_ring *ring, bool *was_full);

/*
 * Checks a complete message as the answer to a request of that type. Returns the length
 * of its payload; the daemon's error, -EIO for one without a number here; -EPROTO if it
 * is no answer to such a request.
 */
int xenstore_check_answer(const struct xenstore_receiver *receiver, uint32_t type);

/* A complete event: *path has changed, *token names the watch. -EPROTO if it is malformed. */
int xenstore_parse_event(const struct xenstore_receiver *receiver, const char **path,
                         uint32_t *token);

/* How many strings fill that payload. -EPROTO: the last one has no end. */
int xenstore_count_strings(const char *payload, size_t length);

/* Payload of XS_GET_PERMS: returns how many. -EPROTO if malformed, -E2BIG for more than max. */
int xenstore_parse_permissions(const char *payload, size_t length,
                               struct xenstore_permission *permissions, size_t max);

/* Text must be decimal digits, one at least. -EINVAL if it is not, or above max. */
int xenstore_parse_number(const char *text, size_t length, uint64_t max, uint64_t *number);

#endif
