/*
 * The connection to the xenstore daemon: its incoming messages, its beginning, end and
 * suspension.
 *
 * The event handler puts answers together in `incoming`, and gives them to the request
 * with their id. drivers/xenstore/request.c sends requests.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <arch/pagetable.h>
#include <arch/setup.h>
#include <diag/log.h>
#include <events/ports.h>
#include <events/suspend_hook.h>
#include <kernel/lock.h>
#include <kernel/time.h>
#include <kernel/wait.h>
#include <mm/p2m.h>
#include "client.h"
#include "connection.h"

struct xenstore_state xenstore = { .timeout = 30 * NS_PER_SECOND };
struct xenstore_outgoing xenstore_outgoing;

static struct xenstore_receiver incoming;

unsigned int xenstore_connection(void)
{
    return xenstore.number;
}

unsigned int xenstore_strays(void)
{
    return xenstore.strays;
}

void xenstore_set_timeout(uint64_t nanoseconds)
{
    xenstore.timeout = nanoseconds;
}

/* --- at event time ----------------------------------------------------------- */

static void request_unlink(struct xenstore_request *request)
{
    struct xenstore_request **link = &xenstore.in_flight;

    while (*link != request)
        link = &(*link)->next;
    *link = request->next;
    if (!xenstore.in_flight)
        wait_queue_wake_all(&xenstore.quiet);
}

void xenstore_finish(struct xenstore_request *request, int result)
{
    request_unlink(request);
    request->result = result;
    request->done = true;
    wait_queue_wake_all(&request->waiting);
}

static void request_finish_all(int result)
{
    while (xenstore.in_flight)
        xenstore_finish(xenstore.in_flight, result);
}

void xenstore_give_up(int error)
{
    xenstore.error = error;
    log_printf("xenstore: %s, the connection is given up\n",
               error == -EIO ? "ring indices make no sense" : "a message is too long");
    request_finish_all(error);
    wait_queue_wake_all(&xenstore.turn);
}

static void take_answer(struct xenstore_request *request)
{
    int length = xenstore_check_answer(&incoming, request->type);

    if (length >= 0 && request->size) {
        if ((size_t)length < request->size)
            memcpy(request->answer, incoming.payload, length + 1);
        else
            length = -E2BIG;
    }
    xenstore_finish(request, length);
}

static void take_posted(void)
{
    uint32_t token = incoming.header.req_id - XENSTORE_POSTED;
    bool refused = incoming.header.type == XS_ERROR;

    if (refused && !token)
        log_printf("xenstore: a request was refused: %s\n", incoming.payload);
    if (!refused && token && incoming.header.len)
        xenstore_watch_missed(token);
}

static void take_message(void)
{
    struct xenstore_request *request = xenstore.in_flight;

    if (incoming.header.type == XS_WATCH_EVENT) {
        xenstore.strays += !xenstore_watch_event(&incoming);
        return;
    }
    if (incoming.header.req_id >= XENSTORE_POSTED) {
        take_posted();
        return;
    }
    while (request && request->id != incoming.header.req_id)
        request = request->next;
    if (request)
        take_answer(request);
    else
        xenstore.strays++;
}

int xenstore_put_more(void)
{
    int n = xenstore_ring_put(xenstore.ring, xenstore_outgoing.bytes + xenstore_outgoing.sent,
                              xenstore_outgoing.length - xenstore_outgoing.sent);

    if (n <= 0)
        return n;
    xenstore_outgoing.sent += n;
    if (xenstore_outgoing.sent == xenstore_outgoing.length)
        wait_queue_wake_one(&xenstore.turn);
    return n;
}

int xenstore_send_more(void)
{
    int n = xenstore_put_more();

    if (n > 0)
        port_send(xenstore.port);
    return n < 0 ? n : 0;
}

static void store_event(evtchn_port_t port, void *data)
{
    bool was_full = false;
    int result;

    (void)port;
    (void)data;
    if (xenstore.error)
        return;
    while ((result = xenstore_receive(&incoming, xenstore.ring, &was_full)) > 0)
        take_message();
    if (!result)
        result = xenstore_send_more();
    if (result)
        xenstore_give_up(result);
    else if (was_full)
        port_send(xenstore.port);
}

/* --- opening ------------------------------------------------------------------ */

static int store_attach(xenstore_ring *ring, evtchn_port_t port)
{
    xenstore.ring = ring;
    xenstore.port = port;
    xenstore.number++;
    xenstore.error = 0;
    incoming.have = 0;
    xenstore_outgoing.length = xenstore_outgoing.sent = 0;
    xenstore_ring_clear(ring);
    return port_attach(port, store_event, NULL);
}

int xenstore_attach_start_info(void)
{
    const struct start_info *info = arch_start_info();
    pfn_t pfn = mfn_to_pfn(info->store_mfn);
    int error;

    if (!info->store_evtchn || pfn == PFN_NONE)
        return -ENODEV;
    error = store_attach((xenstore_ring *)builder_va(pfn), info->store_evtchn);
    if (error)
        xenstore.error = error;
    return error;
}

int xenstore_open(xenstore_ring *ring, evtchn_port_t port)
{
    bool unlock = kernel_lock_save();
    int error = xenstore.ring && !xenstore.error ? -EBUSY : store_attach(ring, port);

    kernel_lock_restore(unlock);
    return error;
}

/* --- suspending ---------------------------------------------------------------- */

int xenstore_suspend(void)
{
    bool unlock = kernel_lock_save();
    uint64_t deadline = time_monotonic() + xenstore.timeout;

    xenstore.suspended = true;
    wait_queue_wake_all(&xenstore.turn);
    while (xenstore.in_flight && !wait_queue_sleep(&xenstore.quiet, deadline))
        ;
    request_finish_all(-EINTR);
    kernel_lock_restore(unlock);
    return 0;
}

void xenstore_resume(bool cancelled)
{
    bool unlock = kernel_lock_save(), again = xenstore.ring && !cancelled;
    int error = again ? xenstore_attach_start_info() : 0;

    xenstore.suspended = false;
    wait_queue_wake_all(&xenstore.turn);
    kernel_lock_restore(unlock);
    if (again && !error)
        error = xenstore_watch_again();
    if (error)
        log_printf("ringlet: xenstore is lost after restore: %d\n", error);
}

static const struct suspend_hook hook SUSPEND_HOOK(thread, 50) = {
    xenstore_suspend, xenstore_resume,
};
