/*
 * Event channel operations.
 */
/* SPDX-License-Identifier: MIT */
#include <hypercall/event_channel.h>
#include "raw.h"

static int evtchn_op(unsigned int cmd, void *arg)
{
    return hypercall_errno(hypercall2(__HYPERVISOR_event_channel_op, cmd, (unsigned long)arg));
}

int evtchn_bind_virq(unsigned int virq, unsigned int vcpu, evtchn_port_t *port)
{
    struct evtchn_bind_virq op = { .virq = virq, .vcpu = vcpu };
    int error = evtchn_op(EVTCHNOP_bind_virq, &op);

    *port = op.port;
    return error;
}

int evtchn_bind_ipi(unsigned int vcpu, evtchn_port_t *port)
{
    struct evtchn_bind_ipi op = { .vcpu = vcpu };
    int error = evtchn_op(EVTCHNOP_bind_ipi, &op);

    *port = op.port;
    return error;
}

int evtchn_bind_interdomain(domid_t remote, evtchn_port_t remote_port, evtchn_port_t *port)
{
    struct evtchn_bind_interdomain op = { .remote_dom = remote, .remote_port = remote_port };
    int error = evtchn_op(EVTCHNOP_bind_interdomain, &op);

    *port = op.local_port;
    return error;
}

int evtchn_alloc_unbound(domid_t remote, evtchn_port_t *port)
{
    struct evtchn_alloc_unbound op = { .dom = DOMID_SELF, .remote_dom = remote };
    int error = evtchn_op(EVTCHNOP_alloc_unbound, &op);

    *port = op.port;
    return error;
}

int evtchn_unbound_for(evtchn_port_t port, domid_t *remote)
{
    struct evtchn_status op = { .dom = DOMID_SELF, .port = port };
    int error = evtchn_op(EVTCHNOP_status, &op);

    *remote = op.u.unbound.dom;
    return error;
}

int evtchn_close(evtchn_port_t port)
{
    struct evtchn_close op = { .port = port };

    return evtchn_op(EVTCHNOP_close, &op);
}

int evtchn_send(evtchn_port_t port)
{
    struct evtchn_send op = { .port = port };

    return evtchn_op(EVTCHNOP_send, &op);
}
