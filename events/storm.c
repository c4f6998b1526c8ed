/*
 * Ports that are masked for a while because their events do not end.
 *
 * A timer unmasks them, so the timer's own port is left alone. Events that come
 * meanwhile merge into one, as always with event channels: none is lost.
 */
/* SPDX-License-Identifier: MIT */
#include <arch/setup.h>
#include <events/ports.h>
#include <kernel/time.h>
#include <kernel/timer.h>
#include "private.h"

#define WORDS (EVENT_PORTS / WORD_BITS)

static unsigned long calmed[WORDS];

static void storm_end(struct timer *timer)
{
    evtchn_port_t port;

    (void)timer;
    for (port = 1; port < EVENT_PORTS; port++) {
        unsigned long bit = 1UL << port % WORD_BITS;

        if (!(calmed[port / WORD_BITS] & bit))
            continue;
        calmed[port / WORD_BITS] &= ~bit;
        if (ports[port].handler)        /* a port may have been closed meanwhile */
            port_clear_mask(port);
    }
}

static bool is_timer(evtchn_port_t port)
{
    return ports[port].origin.how == PORT_VIRQ && ports[port].origin.of == VIRQ_TIMER;
}

void ports_calm(void)
{
    static struct timer timer = { .fn = storm_end };
    struct shared_info *shared = arch_shared_info();
    unsigned int word;

    for (word = 0; word < WORDS; word++) {
        unsigned long ready = shared->evtchn_pending[word] & ~shared->evtchn_mask[word];

        for (; ready; ready &= ready - 1) {
            evtchn_port_t port = word * WORD_BITS + __builtin_ctzl(ready);

            if (is_timer(port))
                continue;
            calmed[word] |= 1UL << port % WORD_BITS;
            port_set_mask(port);
        }
    }
    if (!timer.set)
        timer_set(&timer, time_monotonic() + CALM_NS);
}
