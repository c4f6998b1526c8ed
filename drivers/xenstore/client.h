/*
 * What the files of this folder know of the connection.
 */
/* SPDX-License-Identifier: MIT */
#ifndef XENSTORE_CLIENT_H
#define XENSTORE_CLIENT_H

#include <drivers/xenstore.h>
#include "message.h"

/* The payload of a request is made of these. */
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
 * Sends a request whose answer nobody waits for. A refusal is logged; but if token
 * is not 0, an answer that is not empty is as good as an event of that watch.
 * -EAGAIN: there is no room for it now. Any context.
 */
int xenstore_post(uint32_t type, uint32_t token, const struct xenstore_part *parts, size_t count);

/* All of a watch's tree is to be looked at. At event time. */
void xenstore_watch_missed(uint32_t token);

/* An event came in. False if it is of no watch, or malformed. At event time. */
bool xenstore_watch_event(const struct xenstore_receiver *event);

/* Sets every watch on a new connection. */
int xenstore_watch_again(void);

#endif
