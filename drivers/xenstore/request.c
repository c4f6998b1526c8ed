/*
 * Requests to the xenstore daemon, in the calling thread.
 *
 * A request is copied into xenstore_outgoing, which holds one at a time, and from there
 * to the ring when it has room: first by the calling thread, then by the event handler.
 * So a thread may stop waiting at any moment, and the next request still begins where
 * the daemon expects it.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <events/ports.h>
#include <kernel/lock.h>
#include <kernel/time.h>
#include <kernel/wait.h>
#include "client.h"
#include "connection.h"

/* Waits until a request can be staged. Sets *deadline, which is for this and for the answer. */
static int wait_for_turn(uint64_t *deadline)
{
    *deadline = time_monotonic() + xenstore.timeout;
    while (!xenstore.error && (xenstore.suspended || xenstore_is_sending())) {
        if (xenstore.suspended) {
            wait_queue_sleep(&xenstore.turn, WAIT_FOREVER);
            *deadline = time_monotonic() + xenstore.timeout;
        } else if (wait_queue_sleep(&xenstore.turn, *deadline)) {
            return -ETIMEDOUT;
        }
    }
    return xenstore.error;
}

static void request_append(const void *data, size_t length)
{
    if (length)                 /* data may be NULL then */
        memcpy(xenstore_outgoing.bytes + xenstore_outgoing.length, data, length);
    xenstore_outgoing.length += length;
}

static void request_stage(uint32_t type, uint32_t id, uint32_t transaction,
                          const struct xenstore_part *parts, size_t count)
{
    struct xsd_sockmsg header = { .type = type, .req_id = id, .tx_id = transaction };
    size_t i;

    for (i = 0; i < count; i++)
        header.len += parts[i].length;
    xenstore_outgoing.length = xenstore_outgoing.sent = 0;
    request_append(&header, sizeof(header));
    for (i = 0; i < count; i++)
        request_append(parts[i].data, parts[i].length);
}

static uint32_t next_id(void)
{
    xenstore.last_id = (xenstore.last_id + 1) % XENSTORE_POSTED;
    return xenstore.last_id;
}

/* Kernel lock held. -EINTR: the domain was suspended meanwhile: send it again. */
static int request_exchange(struct xenstore_request *request,
                            const struct xenstore_transaction *transaction,
                            const struct xenstore_part *parts, size_t count)
{
    uint64_t deadline;
    int error = wait_for_turn(&deadline);

    if (!error && !xenstore.ring)
        error = xenstore_attach_start_info();
    if (error)
        return error;
    if (transaction && transaction->connection != xenstore.number)
        return -EAGAIN;
    request->id = next_id();
    request_stage(request->type, request->id, transaction ? transaction->id : 0, parts, count);
    request->next = xenstore.in_flight;
    xenstore.in_flight = request;
    error = xenstore_send_more();
    if (error)
        xenstore_give_up(error);
    while (!request->done)
        if (wait_queue_sleep(&request->waiting, deadline) && !request->done)
            xenstore_finish(request, -ETIMEDOUT);
    return request->result;
}

int xenstore_request(uint32_t type, const struct xenstore_transaction *transaction,
                     const struct xenstore_part *parts, size_t count, char *answer, size_t size)
{
    size_t i, length = 0;
    int result;

    for (i = 0; i < count; i++) {
        if (parts[i].length > XENSTORE_PAYLOAD_MAX - length)
            return -E2BIG;
        length += parts[i].length;
    }
    kernel_lock();
    do {
        struct xenstore_request request = { .type = type, .answer = answer, .size = size };

        result = request_exchange(&request, transaction, parts, count);
    } while (result == -EINTR);
    kernel_unlock();
    return result;
}

int xenstore_post(uint32_t type, uint32_t token, const struct xenstore_part *parts, size_t count)
{
    bool unlock = kernel_lock_save();
    int error = xenstore.suspended || xenstore_is_sending() ? -EAGAIN : xenstore.error;

    if (!error && !xenstore.ring)
        error = xenstore_attach_start_info();
    if (!error) {
        request_stage(type, XENSTORE_POSTED + token, 0, parts, count);
        error = xenstore_put_more();
    }
    if (error >= 0 && xenstore_is_sending())
        port_send(xenstore.port);       /* the daemon must make room */
    kernel_lock_restore(unlock);
    return error < 0 ? error : 0;
}

void xenstore_send_posted(void)
{
    if (xenstore.ring && !xenstore.error)
        port_send(xenstore.port);
}
