/*
 * Making ports again after a restore.
 *
 * The restored domain has only the ports that the tools made for it: console and
 * xenstore. A port that the domain made by itself (virq, ipi, to itself) is made
 * again with the same number, masked or pending as it was, so that its owner need
 * not know. Ports to other domains are gone, as those domains may be: their owners
 * reconnect when they are told of the resume.
 *
 * Xen gives the lowest free number. So ports are made in the order of their
 * numbers, and free numbers in between are occupied meanwhile.
 */
/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <arch/cpu.h>
#include <arch/setup.h>
#include <diag/log.h>
#include <events/ports.h>
#include <events/suspend_hook.h>
#include <hypercall/event_channel.h>
#include "private.h"

#define WORDS (EVENT_PORTS / WORD_BITS)

static unsigned long was_pending[WORDS], was_masked[WORDS];
static unsigned long filling[WORDS];

static bool remake_test(const unsigned long *words, evtchn_port_t port)
{
    return words[port / WORD_BITS] >> port % WORD_BITS & 1;
}

static void remake_fill(evtchn_port_t port)
{
    filling[port / WORD_BITS] |= 1UL << port % WORD_BITS;
}

static void remake_empty(evtchn_port_t port)
{
    if (remake_test(filling, port))
        evtchn_close(port);
    filling[port / WORD_BITS] &= ~(1UL << port % WORD_BITS);
}

static int ports_suspend(void)
{
    const volatile struct shared_info *shared = arch_shared_info();
    unsigned int word;

    for (word = 0; word < WORDS; word++) {
        was_pending[word] = shared->evtchn_pending[word];
        was_masked[word] = shared->evtchn_mask[word];
    }
    return 0;
}

static bool can_be_made(const struct port *port)
{
    switch (port->origin.how) {
    case PORT_VIRQ:
    case PORT_IPI:
        return true;
    case PORT_UNBOUND:
    case PORT_INTERDOMAIN:
        return port->origin.of == DOMID_SELF;
    case PORT_GIVEN:
        break;
    }
    return false;
}

/* Occupies every free number below this one. False if this one is taken already. */
static bool remake_reach(evtchn_port_t port)
{
    evtchn_port_t got = 0;

    do {
        if (evtchn_alloc_unbound(DOMID_SELF, &got))
            return false;
        remake_fill(got);
    } while (got < port);
    if (got == port)
        return true;
    remake_empty(got);
    return false;
}

static void remake_make(evtchn_port_t port)
{
    evtchn_port_t got = 0;
    int error;

    remake_empty(port);
    error = port_make(&ports[port].origin, &got);
    if (!error && got == port)
        return;
    log_printf("event channel: port %u cannot be made again: %d, %u\n", port, error, got);
    if (!error)
        evtchn_close(got);
    ports[port].handler = NULL;
}

static bool to_another(evtchn_port_t port)
{
    return ports[port].origin.how == PORT_INTERDOMAIN;
}

/* Restores the port's state: masked, or pending, which the next look for events handles. */
static void put_back(evtchn_port_t port)
{
    if (remake_test(was_pending, port))
        atomic_set_bit(port % WORD_BITS, &arch_shared_info()->evtchn_pending[port / WORD_BITS]);
    if (!remake_test(was_masked, port))
        port_clear_mask(port);
}

/*
 * Kernel lock held. After a restore ports of virqs, ipis and to this domain itself are what they
 * were, under the same number. All others have no handler any more: calls on them say -EINVAL.
 */
static void ports_resume(bool cancelled)
{
    evtchn_port_t port;

    if (cancelled)
        return;
    ports_init();
    memset(filling, 0, sizeof(filling));
    for (port = 1; port < EVENT_PORTS; port++) {
        if (!ports[port].handler)
            continue;
        if (!can_be_made(&ports[port]) || !remake_reach(port))
            ports[port].handler = NULL;
        else if (!to_another(port))
            remake_make(port);
    }
    /* Ports to this domain itself are last, when the ports at their other ends exist. */
    for (port = 1; port < EVENT_PORTS; port++)
        if (ports[port].handler && to_another(port))
            remake_make(port);
    for (port = 1; port < EVENT_PORTS; port++) {
        remake_empty(port);
        if (ports[port].handler)
            put_back(port);
    }
}

/* The last to be suspended, so that nothing changes behind it; the first to be resumed. */
static const struct suspend_hook hook SUSPEND_HOOK(kernel, 90) = { ports_suspend, ports_resume };
