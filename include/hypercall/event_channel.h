/*
 * Event channel operations. All go out at once and return 0 or a negative
 * errno; a new port comes back by pointer. Any context.
 * For handlers and masking use <events/ports.h>, which stands on these.
 * Rests on <xen/event_channel.h>.
 */
/* SPDX-License-Identifier: MIT */
#ifndef HYPERCALL_EVENT_CHANNEL_H
#define HYPERCALL_EVENT_CHANNEL_H

#include <hypercall/xen.h>
#include <xen/event_channel.h>

int evtchn_bind_virq(unsigned int virq, unsigned int vcpu, evtchn_port_t *port);
int evtchn_bind_ipi(unsigned int vcpu, evtchn_port_t *port);
int evtchn_bind_interdomain(domid_t remote, evtchn_port_t remote_port, evtchn_port_t *port);
int evtchn_alloc_unbound(domid_t remote, evtchn_port_t *port);

/* The domain that an unbound port of this domain waits for. */
int evtchn_unbound_for(evtchn_port_t port, domid_t *remote);

int evtchn_close(evtchn_port_t port);
int evtchn_send(evtchn_port_t port);

#endif
