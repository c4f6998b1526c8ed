/*
 * Ports whose handler runs in a thread.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <events/deferred.h>
#include <kernel/lock.h>
#include "private.h"

void deferred_port_event(evtchn_port_t port, void *data)
{
    struct deferred_port *deferred = data;

    port_set_mask(port);
    deferred->port = port;
    deferred_queue(&deferred->work);
}

/*
 * Meanwhile the handler or a restore may have closed the port, its number may
 * belong to another, and its memory may be freed.
 */
static void deferred_run_port(struct deferred *work)
{
    struct deferred_port *deferred = (struct deferred_port *)work;
    evtchn_port_t port = deferred->port;
    bool unlock;

    deferred->handler(port, deferred->data);
    unlock = kernel_lock_save();
    if (ports[port].handler == deferred_port_event && ports[port].data == deferred)
        port_clear_mask(port);
    kernel_lock_restore(unlock);
}

int deferred_port_init(struct deferred_port *deferred, event_handler handler, void *data)
{
    if (!handler)
        return -EINVAL;
    *deferred = (struct deferred_port){ .handler = handler, .data = data };
    return deferred_init(&deferred->work, deferred_run_port);
}

int deferred_port_close(struct deferred_port *deferred, evtchn_port_t port)
{
    int error = port_close(port);

    deferred_cancel(&deferred->work);
    return error;
}
