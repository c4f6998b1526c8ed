/*
 * Masking events: the PV form of the interrupt flag.
 *
 * Xen demands: whether events may arrive is a byte, evtchn_upcall_mask, in this
 * vCPU's vcpu_info; EFLAGS.IF has no effect in ring 1 (cli, sti and popf do not
 * change it). An event that comes while the byte is set is only marked pending:
 * clearing the byte does not deliver it.
 *
 * So enabling is two steps, in this order:
 *   1. clear the mask;
 *   2. look for pending events, and if there are some, force their delivery.
 * In the other order an event between the look and the clearing would be marked
 * pending and never noticed. In this order Xen delivers an event that comes after
 * step 1, and step 2 sees one that came before. For an event between the two Xen
 * delivers it, and step 2 then finds nothing, or a newer event.
 *
 * vcpu_info lives in per-CPU data (registered at boot), so all of this is a
 * store and a test, and no hypercall. Threads do not move between vCPUs, so
 * nothing can come between finding the vCPU and touching its byte.
 *
 * Use this where nothing else of this vCPU may run: the batch, vcpu_info, the switch,
 * entry. For what threads and handlers share use <kernel/lock.h>.
 *
 * Every call here: any context.
 * Rests on <xen/xen.h>: struct vcpu_info.
 */
/* SPDX-License-Identifier: MIT */
#ifndef ARCH_IRQFLAGS_H
#define ARCH_IRQFLAGS_H

#include <stdbool.h>
#include <arch/cpu.h>
#include <arch/percpu.h>
#include <hypercall/xen.h>

extern struct vcpu_info vcpu_info;

/* Delivers pending events as Xen would: the slow part of unmasking. */
void events_force(void);

static inline void events_mask(void)
{
    this_cpu(vcpu_info).evtchn_upcall_mask = 1;
    barrier();      /* no protected access moves before the mask */
}

static inline void events_unmask(void)
{
    barrier();      /* all protected accesses are done */
    this_cpu(vcpu_info).evtchn_upcall_mask = 0;
    barrier();      /* step 1 before step 2 */
    if (__builtin_expect(this_cpu(vcpu_info).evtchn_upcall_pending, 0))
        events_force();
}

static inline bool events_masked(void)
{
    return this_cpu(vcpu_info).evtchn_upcall_mask;
}

/* Masks events; returns whether the caller's events_restore() must unmask them. */
static inline bool events_save_mask(void)
{
    bool unmask = !events_masked();

    events_mask();
    return unmask;
}

static inline void events_restore(bool unmask)
{
    if (unmask)
        events_unmask();
}

#endif
