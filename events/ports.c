/*
 * What a port means: its handler, and the operations that make, mask and close
 * ports.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <arch/cpu.h>
#include <arch/irqflags.h>
#include <arch/setup.h>
#include <events/ports.h>
#include <hypercall/event_channel.h>
#include <kernel/log.h>
#include "private.h"

struct port {
    event_handler handler;      /* NULL: not bound */
    void *data;
};

/* Protected by masking events. */
static struct port ports[EVENT_PORTS];

static bool bound(evtchn_port_t port)
{
    return port < EVENT_PORTS && ports[port].handler;
}

static void set_mask(evtchn_port_t port)
{
    atomic_set_bit(port % 32, &arch_shared_info()->evtchn_mask[port / 32]);
}

/*
 * Clearing the mask bit delivers nothing that became pending under it. So, after
 * clearing, look, and if the port is pending, do by hand what Xen would have
 * done: selector bit, then the vCPU's byte. Ports are bound to the vCPU that
 * uses them, so the record is this one.
 */
static void clear_mask(evtchn_port_t port)
{
    struct shared_info *shared = arch_shared_info();
    unsigned int word = port / 32;
    bool unmask = events_save_mask();

    atomic_clear_bit(port % 32, &shared->evtchn_mask[word]);
    if (shared->evtchn_pending[word] & (1UL << (port % 32))) {
        atomic_set_bit(word, &this_cpu_ptr(vcpu_info)->evtchn_pending_sel);
        this_cpu(vcpu_info).evtchn_upcall_pending = 1;
    }
    events_restore(unmask);
}

int port_attach(evtchn_port_t port, event_handler handler, void *data)
{
    bool unmask;

    if (!port || port >= EVENT_PORTS || !handler)
        return -EINVAL;
    if (ports[port].handler)
        return -EBUSY;

    unmask = events_save_mask();
    ports[port].data = data;
    ports[port].handler = handler;
    clear_mask(port);
    events_restore(unmask);
    return 0;
}

int port_attach_new(int error, evtchn_port_t new, event_handler handler, void *data,
                    evtchn_port_t *port)
{
    if (error)
        return error;
    error = port_attach(new, handler, data);
    if (error) {
        evtchn_close(new);
        return error;
    }
    *port = new;
    return 0;
}

int port_bind_interdomain(domid_t remote, evtchn_port_t remote_port, event_handler handler,
                          void *data, evtchn_port_t *port)
{
    evtchn_port_t new = 0;
    int error = evtchn_bind_interdomain(remote, remote_port, &new);

    return port_attach_new(error, new, handler, data, port);
}

int port_bind_unbound(domid_t remote, event_handler handler, void *data, evtchn_port_t *port)
{
    evtchn_port_t new = 0;
    int error = evtchn_alloc_unbound(remote, &new);

    return port_attach_new(error, new, handler, data, port);
}

int port_close(evtchn_port_t port)
{
    bool unmask;

    if (!bound(port))
        return -EINVAL;
    unmask = events_save_mask();
    set_mask(port);
    ports[port].handler = NULL;
    events_restore(unmask);
    return evtchn_close(port);
}

int port_send(evtchn_port_t port)
{
    return bound(port) ? evtchn_send(port) : -EINVAL;
}

int port_mask(evtchn_port_t port)
{
    if (!bound(port))
        return -EINVAL;
    set_mask(port);
    return 0;
}

int port_unmask(evtchn_port_t port)
{
    if (!bound(port))
        return -EINVAL;
    clear_mask(port);
    return 0;
}

void ports_init(void)
{
    struct shared_info *shared = arch_shared_info();
    unsigned int word;

    for (word = 0; word < EVENT_PORTS / 32; word++)
        shared->evtchn_mask[word] = ~0UL;
}

void port_dispatch(evtchn_port_t port)
{
    if (ports[port].handler) {
        ports[port].handler(port, ports[port].data);
        return;
    }
    set_mask(port);
    log_printf("events: unexpected event on port %u, masked\n", port);
}
