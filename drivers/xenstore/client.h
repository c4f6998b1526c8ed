/*
 * What the files of this folder share about the connection.
 */
/* SPDX-License-Identifier: MIT */
#ifndef XENSTORE_CLIENT_H
#define XENSTORE_CLIENT_H

#include <drivers/xenstore.h>
#include "message.h"

/* A part of a request's payload. */
struct xenstore_part {
    const void *data;
    size_t length;
};
#define XENSTORE_PARTS_MAX 2

/*
 * Sends a request and waits for its answer, which is copied to answer, with a 0
 * behind it, if size is not 0. Returns its length. Thread context.
 */
int xenstore_request(uint32_t type, const struct xenstore_transaction *transaction,
                     const struct xenstore_part *parts, size_t count, char *answer, size_t size);

/*
 * Sends a request without waiting for its answer. A refusal is logged; if token is not 0,
 * an answer that is not empty counts as an event of that watch. -EAGAIN: there is no
 * room for it now. Any context.
 */
int xenstore_post(uint32_t type, uint32_t token, const struct xenstore_part *parts, size_t count);

/* Events of this watch were missed: its whole tree must be looked at. At event time. */
void xenstore_watch_missed(uint32_t token);

/* An event has arrived. False if it belongs to no watch, or is malformed. At event time. */
bool xenstore_watch_event(const struct xenstore_receiver *event);

/* Sets every watch on a new connection. */
int xenstore_watch_again(void);

#endif
