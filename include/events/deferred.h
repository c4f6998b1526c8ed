/*
 * Ports whose handler runs in a thread, and may block.
 *
 *     deferred_port_init(&deferred, handler, data);
 *     port_bind_ipi(deferred_port_event, &deferred, &port);       -or any other bind
 *     ...
 *     deferred_port_close(&deferred, port);
 *
 * The port is masked from the event until the handler has returned, so a storm on it
 * costs one upcall for each call. Events that came meanwhile count as one and call the
 * handler again. Do not use port_mask() and port_unmask() on such a port.
 * Rests on <kernel/deferred.h>, whose rules hold here too.
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

/* The event handler to bind, with the struct deferred_port as its data. */
void deferred_port_event(evtchn_port_t port, void *deferred);

/*
 * As port_close(). When it returns the handler does not run and will not run again; if
 * the handler itself calls this, it will not run again. Thread context, events unmasked.
 */
int deferred_port_close(struct deferred_port *deferred, evtchn_port_t port);

#endif
