/*
 * Ports whose handler runs in a thread, and may block.
 *
 *     deferred_port_init(&deferred, handler, data);
 *     port_bind_ipi(deferred_port_event, &deferred, &port);       -or any other bind
 *     ...
 *     deferred_port_close(&deferred, port);
 *
 * From the event until the handler has returned the port is masked: a storm on it
 * costs one upcall a call. What came meanwhile is seen then, as one event, and
 * calls the handler again. port_mask() and port_unmask() are not for such a port.
 * Rests on <kernel/deferred.h>: all of that holds here.
 */
/* SPDX-License-Identifier: MIT */
#ifndef EVENTS_DEFERRED_H
#define EVENTS_DEFERRED_H

#include <events/ports.h>
#include <kernel/deferred.h>

struct deferred_port {
    struct deferred work;
    event_handler handler;
    void *data;
    evtchn_port_t port;
};

/* As deferred_init(); -EINVAL without a handler. The handler may close its port. */
int deferred_port_init(struct deferred_port *deferred, event_handler handler, void *data);

/* The handler at event time, to be bound with its struct deferred_port as data. */
void deferred_port_event(evtchn_port_t port, void *deferred);

/*
 * port_close(), and the handler neither runs nor will; called by the handler, it
 * will not again. Thread context, events on.
 */
int deferred_port_close(struct deferred_port *deferred, evtchn_port_t port);

#endif
