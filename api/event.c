/*
 * <ringlet.h>: events. At event time the signal is only recorded and the waiting thread
 * woken, or the handler handed to a thread.
 */
/* SPDX-License-Identifier: MIT */
#include <ringlet.h>
#include <stdbool.h>
#include <stdlib.h>
#include <events/deferred.h>
#include <kernel/lock.h>
#include <kernel/time.h>
#include <kernel/wait.h>
#include <lib/answer.h>

_Static_assert(RINGLET_SELF == DOMID_SELF, "as Xen has it");

struct event {
    bool arrived, closed;
    unsigned int waiters;
    struct wait_queue queue;

    void (*handler)(int port, void *data);
    void *data;                         /* for handler() */
    struct deferred_port deferred;
};

/* By port. Protected by the kernel lock. */
static struct event *events[EVENT_PORTS];

static struct event *event_find(int port)
{
    return port >= 0 && port < EVENT_PORTS ? events[port] : NULL;
}

static void event_arrived(evtchn_port_t port, void *data)
{
    struct event *event = data;

    (void)port;
    event->arrived = true;
    wait_queue_wake_all(&event->queue);
}

int ringlet_event_open(unsigned int domain, int remote_port)
{
    struct event *event = calloc(1, sizeof(*event));
    evtchn_port_t port;
    int error;

    if (!event)
        return answer(-ENOMEM);
    if (domain > DOMID_SELF || remote_port < RINGLET_NEW_PORT)
        error = -EINVAL;
    else if (remote_port == RINGLET_NEW_PORT)
        error = port_bind_unbound(domain, event_arrived, event, &port);
    else
        error = port_bind_interdomain(domain, remote_port, event_arrived, event, &port);
    if (error) {
        free(event);
        return answer(error);
    }
    events[port] = event;
    return port;
}

int ringlet_event_send(int port)
{
    return answer(event_find(port) ? port_send(port) : -EINVAL);
}

static void event_call(evtchn_port_t port, void *data)
{
    struct event *event = data;

    event->handler((int)port, event->data);
}

/* The kernel lock is held. */
static int hand_over(struct event *event, int port)
{
    int error = port_set_handler(port, deferred_port_event, &event->deferred);

    if (!error && event->arrived)
        deferred_port_event(port, &event->deferred);
    return error;
}

int ringlet_event_handle(int port, void (*handler)(int port, void *data), void *data)
{
    bool unlock = kernel_lock_save();
    struct event *event = event_find(port);
    int error = !event || !handler ? -EINVAL : event->handler || event->waiters ? -EBUSY : 0;

    if (!error)
        error = deferred_port_init(&event->deferred, event_call, event);
    if (!error)
        error = hand_over(event, port);
    if (!error) {
        event->handler = handler;
        event->data = data;
    }
    kernel_lock_restore(unlock);
    return answer(error);
}

/* Kernel lock held. The last thread to leave a closed event frees it. */
static int event_await(struct event *event, uint64_t deadline, struct event **left_over)
{
    int error = 0;

    event->waiters++;
    while (!event->arrived && !event->closed && !error)
        error = wait_queue_sleep(&event->queue, deadline);
    event->waiters--;
    if (event->closed) {
        *left_over = event->waiters ? NULL : event;
        return -EINVAL;
    }
    if (event->arrived)
        error = 0;
    event->arrived = false;
    return error;
}

int ringlet_event_wait(int port, const struct timespec *timeout)
{
    uint64_t deadline = WAIT_FOREVER;
    struct event *event, *left_over = NULL;
    bool unlock;
    int error;

    if (timeout && (timeout->tv_sec < 0 || !timespec_is_normal(timeout)))
        return answer(-EINVAL);
    if (timeout)
        deadline = deadline_after(timespec_ns(timeout));
    unlock = kernel_lock_save();
    event = event_find(port);
    error = event && !event->handler ? event_await(event, deadline, &left_over) : -EINVAL;
    kernel_lock_restore(unlock);
    free(left_over);
    return answer(error);
}

int ringlet_event_close(int port)
{
    struct event *event, *left_over = NULL;
    bool unlock = kernel_lock_save();
    int error = -EINVAL;

    event = event_find(port);
    if (event) {
        events[port] = NULL;
        error = port_close(port);
        event->closed = true;
        wait_queue_wake_all(&event->queue);
        left_over = event->waiters ? NULL : event;
        if (event->handler)
            deferred_cancel(&event->deferred.work);
    }
    kernel_lock_restore(unlock);
    free(left_over);
    return answer(error);
}
