/*
 * The connection to the xenstore daemon, and the requests on their way.
 *
 * A request is copied into `outgoing`, which holds one at a time, and from
 * there to the ring as it has room: by the thread that asks, then by the event
 * handler. So a thread may stop waiting at any moment, and what follows still
 * begins where the daemon expects it. Answers are put together in `incoming` by
 * the event handler, and go to the request with their id.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <arch/irqflags.h>
#include <arch/pagetable.h>
#include <arch/setup.h>
#include <diag/log.h>
#include <events/ports.h>
#include <kernel/time.h>
#include <kernel/wait.h>
#include <mm/p2m.h>
#include "client.h"

/* Lies on the stack of the thread that waits for it. */
struct request {
    struct request *next;
    uint32_t type, id;
    char *answer;
    size_t size;
    bool done;
    int result;
    struct wait_queue waiting;
};

/* All of it protected by masking events. */
static struct {
    xenstore_ring *ring;        /* NULL: not open */
    evtchn_port_t port;
    unsigned int number;        /* of connections so far */
    int error;                  /* why this one can be used no more */
    bool suspended;
    uint64_t timeout;
    uint32_t last_id;
    unsigned int strays;
    struct request *in_flight;
    struct wait_queue turn;     /* for outgoing, and for the end of suspension */
    struct wait_queue quiet;    /* for nothing to be in flight */
} client = { .timeout = 30 * NS_PER_SECOND };

static struct xenstore_receiver incoming;

static struct {
    char bytes[sizeof(struct xsd_sockmsg) + XENSTORE_PAYLOAD_MAX];
    size_t length, sent;
} outgoing;

unsigned int xenstore_connection(void)
{
    return client.number;
}

unsigned int xenstore_strays(void)
{
    return client.strays;
}

void xenstore_set_timeout(uint64_t nanoseconds)
{
    client.timeout = nanoseconds;
}

/* --- at event time ----------------------------------------------------------- */

static void take_off(struct request *request)
{
    struct request **link = &client.in_flight;

    while (*link != request)
        link = &(*link)->next;
    *link = request->next;
    if (!client.in_flight)
        wait_queue_wake_all(&client.quiet);
}

static void finish(struct request *request, int result)
{
    take_off(request);
    request->result = result;
    request->done = true;
    wait_queue_wake_all(&request->waiting);
}

static void finish_all(int result)
{
    while (client.in_flight)
        finish(client.in_flight, result);
}

static void give_up(int error)
{
    client.error = error;
    log_printf("xenstore: %s, the connection is given up\n",
               error == -EIO ? "ring indices make no sense" : "a message is too long");
    finish_all(error);
    wait_queue_wake_all(&client.turn);
}

static void take_answer(struct request *request)
{
    int length = xenstore_check_answer(&incoming, request->type);

    if (length >= 0 && request->size) {
        if ((size_t)length < request->size)
            memcpy(request->answer, incoming.payload, length + 1);
        else
            length = -E2BIG;
    }
    finish(request, length);
}

/* Ids from here on are of requests that nobody waits for: the rest is a watch's token, or 0. */
#define POSTED 0x80000000U

static void take_posted(void)
{
    uint32_t token = incoming.header.req_id - POSTED;
    bool refused = incoming.header.type == XS_ERROR;

    if (refused && !token)
        log_printf("xenstore: a request was refused: %s\n", incoming.payload);
    if (!refused && token && incoming.header.len)
        xenstore_watch_missed(token);
}

static void take_message(void)
{
    struct request *request = client.in_flight;

    if (incoming.header.type == XS_WATCH_EVENT) {
        client.strays += !xenstore_watch_event(&incoming);
        return;
    }
    if (incoming.header.req_id >= POSTED) {
        take_posted();
        return;
    }
    while (request && request->id != incoming.header.req_id)
        request = request->next;
    if (request)
        take_answer(request);
    else
        client.strays++;
}

/* Puts what the ring has room for. More than nothing, or a negative errno. */
static int put_more(void)
{
    int n = xenstore_ring_put(client.ring, outgoing.bytes + outgoing.sent,
                              outgoing.length - outgoing.sent);

    if (n <= 0)
        return n;
    outgoing.sent += n;
    if (outgoing.sent == outgoing.length)
        wait_queue_wake_one(&client.turn);
    return n;
}

static int send_more(void)
{
    int n = put_more();

    if (n > 0)
        port_send(client.port);
    return n < 0 ? n : 0;
}

static void store_event(evtchn_port_t port, void *data)
{
    bool was_full = false;
    int result;

    (void)port;
    (void)data;
    if (client.error)
        return;
    while ((result = xenstore_receive(&incoming, client.ring, &was_full)) > 0)
        take_message();
    if (!result)
        result = send_more();
    if (result)
        give_up(result);
    else if (was_full)
        port_send(client.port);
}

/* --- opening ------------------------------------------------------------------ */

static int attach(xenstore_ring *ring, evtchn_port_t port)
{
    client.ring = ring;
    client.port = port;
    client.number++;
    client.error = 0;
    incoming.have = 0;
    outgoing.length = outgoing.sent = 0;
    xenstore_ring_clear(ring);
    return port_attach(port, store_event, NULL);
}

static int attach_start_info(void)
{
    const struct start_info *info = arch_start_info();
    pfn_t pfn = mfn_to_pfn(info->store_mfn);
    int error;

    if (!info->store_evtchn || pfn == PFN_NONE)
        return -ENODEV;
    error = attach((xenstore_ring *)builder_va(pfn), info->store_evtchn);
    if (error)
        client.error = error;
    return error;
}

int xenstore_open(xenstore_ring *ring, evtchn_port_t port)
{
    bool unmask = events_save_mask();
    int error = client.ring && !client.error ? -EBUSY : attach(ring, port);

    events_restore(unmask);
    return error;
}

/* --- in the thread that asks --------------------------------------------------- */

/* Waits until a request can be staged. *deadline is set: for this and for the answer. */
static int wait_for_turn(uint64_t *deadline)
{
    *deadline = time_monotonic() + client.timeout;
    while (!client.error && (client.suspended || outgoing.sent < outgoing.length)) {
        if (client.suspended) {
            wait_queue_sleep(&client.turn, WAIT_FOREVER);
            *deadline = time_monotonic() + client.timeout;
        } else if (wait_queue_sleep(&client.turn, *deadline)) {
            return -ETIMEDOUT;
        }
    }
    return client.error;
}

static void append(const void *data, size_t length)
{
    if (length)                 /* data may be NULL then */
        memcpy(outgoing.bytes + outgoing.length, data, length);
    outgoing.length += length;
}

static void stage(uint32_t type, uint32_t id, uint32_t transaction,
                  const struct xenstore_part *parts, size_t count)
{
    struct xsd_sockmsg header = { .type = type, .req_id = id, .tx_id = transaction };
    size_t i;

    for (i = 0; i < count; i++)
        header.len += parts[i].length;
    outgoing.length = outgoing.sent = 0;
    append(&header, sizeof(header));
    for (i = 0; i < count; i++)
        append(parts[i].data, parts[i].length);
}

static uint32_t next_id(void)
{
    client.last_id = (client.last_id + 1) % POSTED;
    return client.last_id;
}

/* Events masked. -EINTR: suspended meanwhile, to be sent again. */
static int exchange(struct request *request, const struct xenstore_transaction *transaction,
                    const struct xenstore_part *parts, size_t count)
{
    uint64_t deadline;
    int error = wait_for_turn(&deadline);

    if (!error && !client.ring)
        error = attach_start_info();
    if (error)
        return error;
    if (transaction && transaction->connection != client.number)
        return -EAGAIN;
    request->id = next_id();
    stage(request->type, request->id, transaction ? transaction->id : 0, parts, count);
    request->next = client.in_flight;
    client.in_flight = request;
    error = send_more();
    if (error)
        give_up(error);
    while (!request->done)
        if (wait_queue_sleep(&request->waiting, deadline) && !request->done)
            finish(request, -ETIMEDOUT);
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
    events_mask();
    do {
        struct request request = { .type = type, .answer = answer, .size = size };

        result = exchange(&request, transaction, parts, count);
    } while (result == -EINTR);
    events_unmask();
    return result;
}

int xenstore_post(uint32_t type, uint32_t token, const struct xenstore_part *parts, size_t count)
{
    bool unmask = events_save_mask();
    int error = client.suspended || outgoing.sent < outgoing.length ? -EAGAIN : client.error;

    if (!error && !client.ring)
        error = attach_start_info();
    if (!error) {
        stage(type, POSTED + token, 0, parts, count);
        error = put_more();
    }
    if (error >= 0 && outgoing.sent < outgoing.length)
        port_send(client.port);         /* it has to make room */
    events_restore(unmask);
    return error < 0 ? error : 0;
}

void xenstore_send_posted(void)
{
    if (client.ring && !client.error)
        port_send(client.port);
}

/* --- suspending ---------------------------------------------------------------- */

int xenstore_suspend(void)
{
    bool unmask = events_save_mask();
    uint64_t deadline = time_monotonic() + client.timeout;

    client.suspended = true;
    wait_queue_wake_all(&client.turn);
    while (client.in_flight && !wait_queue_sleep(&client.quiet, deadline))
        ;
    finish_all(-EINTR);
    events_restore(unmask);
    return 0;
}

int xenstore_resume(bool cancelled)
{
    bool unmask = events_save_mask(), again = client.ring && !cancelled;
    int error = again ? attach_start_info() : 0;

    client.suspended = false;
    wait_queue_wake_all(&client.turn);
    events_restore(unmask);
    return again && !error ? xenstore_watch_again() : error;
}
