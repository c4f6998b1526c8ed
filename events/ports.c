/*
 * Ports: their handlers, and how ports are made, masked and closed.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <arch/cpu.h>
#include <arch/irqflags.h>
#include <arch/setup.h>
#include <diag/log.h>
#include <diag/report.h>
#include <events/ports.h>
#include <hypercall/event_channel.h>
#include <kernel/lock.h>
#include "private.h"

struct port ports[EVENT_PORTS];

static bool port_is_bound(evtchn_port_t port)
{
    return port < EVENT_PORTS && ports[port].handler;
}

void port_set_mask(evtchn_port_t port)
{
    atomic_set_bit(port % WORD_BITS, &arch_shared_info()->evtchn_mask[port / WORD_BITS]);
}

/*
 * Clearing the mask bit does not deliver an event that became pending under it.
 * So this looks after clearing, and if the port is pending does what Xen would have
 * done: sets the selector bit, then the vCPU's byte. Ports are bound to the vCPU
 * that uses them, so it is this vCPU's record.
 */
void port_clear_mask(evtchn_port_t port)
{
    struct shared_info *shared = arch_shared_info();
    unsigned int word = port / WORD_BITS;
    bool unmask = events_save_mask();

    atomic_clear_bit(port % WORD_BITS, &shared->evtchn_mask[word]);
    if (shared->evtchn_pending[word] & (1UL << (port % WORD_BITS))) {
        atomic_set_bit(word, &this_cpu_ptr(vcpu_info)->evtchn_pending_sel);
        this_cpu(vcpu_info).evtchn_upcall_pending = 1;
    }
    events_restore(unmask);
}

int port_attach(evtchn_port_t port, event_handler handler, void *data)
{
    bool unlock;

    if (!port || port >= EVENT_PORTS || !handler)
        return -EINVAL;
    if (ports[port].handler)
        return -EBUSY;

    unlock = kernel_lock_save();
    ports[port] = (struct port){ .handler = handler, .data = data };
    port_clear_mask(port);
    kernel_lock_restore(unlock);
    return 0;
}

int port_set_handler(evtchn_port_t port, event_handler handler, void *data)
{
    bool unlock;

    if (!port_is_bound(port) || !handler)
        return -EINVAL;
    unlock = kernel_lock_save();
    ports[port].handler = handler;
    ports[port].data = data;
    kernel_lock_restore(unlock);
    return 0;
}

int port_make(const struct port_origin *origin, evtchn_port_t *port)
{
    switch (origin->how) {
    case PORT_VIRQ:
        return evtchn_bind_virq(origin->of, arch_vcpu(), port);
    case PORT_IPI:
        return evtchn_bind_ipi(arch_vcpu(), port);
    case PORT_UNBOUND:
        return evtchn_alloc_unbound(origin->of, port);
    case PORT_INTERDOMAIN:
        return evtchn_bind_interdomain(origin->of, origin->remote, port);
    case PORT_GIVEN:
        break;
    }
    return -EINVAL;
}

int port_bind(const struct port_origin *origin, event_handler handler, void *data,
              evtchn_port_t *port)
{
    evtchn_port_t new = 0;
    int error = handler ? port_make(origin, &new) : -EINVAL;

    if (error)
        return error;
    error = port_attach(new, handler, data);
    if (error) {
        evtchn_close(new);
        return error;
    }
    ports[new].origin = *origin;
    *port = new;
    return 0;
}

int port_bind_virq(unsigned int virq, event_handler handler, void *data, evtchn_port_t *port)
{
    struct port_origin origin = { .how = PORT_VIRQ, .of = virq };

    return virq == origin.of ? port_bind(&origin, handler, data, port) : -EINVAL;
}

int port_bind_ipi(event_handler handler, void *data, evtchn_port_t *port)
{
    return port_bind(&(struct port_origin){ .how = PORT_IPI }, handler, data, port);
}

int port_bind_interdomain(domid_t remote, evtchn_port_t remote_port, event_handler handler,
                          void *data, evtchn_port_t *port)
{
    struct port_origin origin = { .how = PORT_INTERDOMAIN, .of = remote, .remote = remote_port };

    return remote_port == origin.remote ? port_bind(&origin, handler, data, port) : -EINVAL;
}

int port_bind_unbound(domid_t remote, event_handler handler, void *data, evtchn_port_t *port)
{
    return port_bind(&(struct port_origin){ .how = PORT_UNBOUND, .of = remote }, handler, data,
                     port);
}

int port_close(evtchn_port_t port)
{
    bool unlock;

    if (!port_is_bound(port))
        return -EINVAL;
    unlock = kernel_lock_save();
    port_set_mask(port);
    ports[port].handler = NULL;
    kernel_lock_restore(unlock);
    return evtchn_close(port);
}

int port_send(evtchn_port_t port)
{
    return port_is_bound(port) ? evtchn_send(port) : -EINVAL;
}

int port_mask(evtchn_port_t port)
{
    if (!port_is_bound(port))
        return -EINVAL;
    port_set_mask(port);
    return 0;
}

int port_unmask(evtchn_port_t port)
{
    if (!port_is_bound(port))
        return -EINVAL;
    port_clear_mask(port);
    return 0;
}

/* The ports of the timer, console and xenstore wake nobody by themselves. */
static bool ports_may_wake(void)
{
    evtchn_port_t port;

    for (port = 1; port < EVENT_PORTS; port++)
        if (ports[port].handler && ports[port].origin.how != PORT_GIVEN &&
            !(ports[port].origin.how == PORT_VIRQ && ports[port].origin.of == VIRQ_TIMER))
            return true;
    return false;
}

static waker_fn *const waker WAKER = ports_may_wake;

void ports_init(void)
{
    struct shared_info *shared = arch_shared_info();
    unsigned int word;

    for (word = 0; word < EVENT_PORTS / WORD_BITS; word++)
        shared->evtchn_mask[word] = ~0UL;
}

void port_dispatch(evtchn_port_t port)
{
    if (ports[port].handler) {
        kernel_lock_masked((uintptr_t)ports[port].handler);
        ports[port].handler(port, ports[port].data);
        kernel_unlock_masked();
        return;
    }
    port_set_mask(port);
    log_printf("events: unexpected event on port %u, masked\n", port);
}
