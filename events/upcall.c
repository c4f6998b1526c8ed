/*
 * Finding pending events: the scan of shared_info.
 *
 * Xen demands: each port has a pending bit in shared_info; each word of
 * pending bits has a bit in this vCPU's evtchn_pending_sel; and the vCPU has
 * evtchn_upcall_pending for all. Xen sets them from below: port, selector,
 * vCPU. It sets an upper one only when the lower goes from 0 to 1.
 *
 * So they must be cleared from above, or an event is lost:
 *   1. clear evtchn_upcall_pending;
 *   2. take and clear the selector, in one exchange;
 *   3. for each of its words, clear each pending bit before handling the port.
 * An event that comes after a step sets that level again, and the next round finds
 * it. Xen may set bits from another CPU meanwhile, so steps 2 and 3 are atomic, with
 * their implied barriers; the byte of step 1 is set by Xen only.
 */
/* SPDX-License-Identifier: MIT */
#include <arch/cpu.h>
#include <arch/irqflags.h>
#include <arch/setup.h>
#include <events/ports.h>
#include <events/upcall.h>
#include <kernel/scheduler.h>
#include "private.h"

PER_CPU uint32_t upcall_nesting;

/*
 * An upcall that finds new events this many times is a storm: a handler sends to
 * itself, or another domain never stops. From then on each port it finds is masked
 * for a while. So the upcall ends, and threads and the other ports get their turn.
 */
#define STORM_ROUNDS 2048

static void scan_word(unsigned int word)
{
    struct shared_info *shared = arch_shared_info();
    unsigned long ready;

    ready = shared->evtchn_pending[word] & ~shared->evtchn_mask[word];
    while (ready) {
        unsigned int bit = __builtin_ctzl(ready);

        ready &= ready - 1;
        atomic_clear_bit(bit, &shared->evtchn_pending[word]);
        port_dispatch(word * WORD_BITS + bit);
    }
}

static void upcall_scan(void)
{
    struct vcpu_info *info = this_cpu_ptr(vcpu_info);
    unsigned long selector;

    info->evtchn_upcall_pending = 0;
    selector = atomic_swap(&info->evtchn_pending_sel, 0);
    while (selector) {
        unsigned int word = __builtin_ctzl(selector);

        selector &= selector - 1;
        scan_word(word);
    }
}

void upcall_dispatch(void)
{
    unsigned int rounds = 0;

    if (this_cpu(upcall_nesting)++) {
        /* The outer upcall looks again. Left pending, the byte would keep this one from returning. */
        this_cpu(vcpu_info).evtchn_upcall_pending = 0;
        return;
    }

    do {
        this_cpu(upcall_nesting) = 1;
        if (++rounds > STORM_ROUNDS)
            ports_calm();
        upcall_scan();
        events_mask();          /* a handler may have unmasked */
        /* nesting above 1: an inner upcall left its events to this one */
    } while (this_cpu(upcall_nesting) > 1 || this_cpu(vcpu_info).evtchn_upcall_pending);

    this_cpu(upcall_nesting) = 0;
}

void events_force(void)
{
    /* A handler has unmasked: the outer upcall_dispatch() looks again before it returns. */
    if (events_in_upcall())
        return;

    /*
     * Mask first, or Xen could deliver the same events on top of this. The loop
     * then repeats the two steps of unmasking: clear the mask, look.
     */
    do {
        events_mask();
        upcall_dispatch();
        schedule_if_needed();
        barrier();
        this_cpu(vcpu_info).evtchn_upcall_mask = 0;
        barrier();
    } while (this_cpu(vcpu_info).evtchn_upcall_pending);
}
