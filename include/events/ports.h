/*
 * Event channel ports.
 *
 * A port is this domain's end of an event channel, 1 to 1023. A handler runs in
 * the upcall, with the kernel lock held: it must be short, must not block and must not
 * use the FPU. All calls return 0 or a negative errno; a port comes back by
 * pointer.
 *
 * Any context, unless it says otherwise.
 * Rests on <xen/event_channel.h>.
 */
/* SPDX-License-Identifier: MIT */
#ifndef EVENTS_PORTS_H
#define EVENTS_PORTS_H

#include <stdbool.h>
#include <arch/types.h>
#include <hypercall/xen.h>
#include <xen/event_channel.h>

/* Ports of the 2-level ABI: as many words as a word has bits. */
#define EVENT_PORTS (WORD_BITS * WORD_BITS)

typedef void (*event_handler)(evtchn_port_t port, void *data);

/*
 * Bind: make a port, give it a handler, unmask it. -EINVAL without a handler, or
 * Xen's error (-ENOSPC: no port left; -EEXIST: virq bound already).
 */
int port_bind_virq(unsigned int virq, event_handler handler, void *data, evtchn_port_t *port);
int port_bind_ipi(event_handler handler, void *data, evtchn_port_t *port);
int port_bind_interdomain(domid_t remote, evtchn_port_t remote_port, event_handler handler,
                          void *data, evtchn_port_t *port);
int port_bind_unbound(domid_t remote, event_handler handler, void *data, evtchn_port_t *port);

/*
 * Gives a handler to an existing port (start_info names two). -EINVAL for a number
 * that is no port, -EBUSY if it has a handler.
 */
int port_attach(evtchn_port_t port, event_handler handler, void *data);

/* Gives a bound port another handler. -EINVAL: the port is not bound, or handler is NULL. */
int port_set_handler(evtchn_port_t port, event_handler handler, void *data);

/* Masks the port, takes its handler away and closes the channel. -EINVAL if it is not bound. */
int port_close(evtchn_port_t port);

/* Signals the other end. -EINVAL if the port is not bound. */
int port_send(evtchn_port_t port);

/* A masked port stays pending and is handled when it is unmasked. -EINVAL if not bound. */
int port_mask(evtchn_port_t port);
int port_unmask(evtchn_port_t port);

/* At boot: every port masked. */
void ports_init(void);

/* For the upcall: runs the handler; an unexpected port is logged once and masked. */
void port_dispatch(evtchn_port_t port);

#endif
