/*
 * Scheduler operations.
 * Rests on <xen/sched.h>, <xen/xen.h>: HYPERVISOR_set_timer_op.
 */
/* SPDX-License-Identifier: MIT */
#ifndef HYPERCALL_SCHED_H
#define HYPERCALL_SCHED_H

#include <stdint.h>
#include <arch/types.h>
#include <hypercall/xen.h>
#include <xen/event_channel.h>
#include <xen/sched.h>

/* Sleeps until an event is pending. Unmasks events; Xen's last look and the sleep are one step. */
void sched_block(void);

/*
 * Sleeps until the port is pending or the time comes (ns of Xen's clock, 0:
 * none). Delivers no event and works with events masked.
 */
int sched_poll(evtchn_port_t port, uint64_t until);

/* Ends the domain with a SHUTDOWN_ reason. Any context. */
void __attribute__((noreturn)) sched_shutdown(unsigned int reason);

/*
 * Suspends the domain so that the tools can save it. Returns when it continues: 0 in
 * a new domain, restored; 1 in the same, as the save was cancelled; or a negative
 * errno. start_info is the frame of its page. Kernel lock held.
 */
int sched_suspend(mfn_t start_info);

/* One timer event (VIRQ_TIMER) at that time, in ns of Xen's clock; 0 cancels it. */
int sched_set_timer(uint64_t when);

#endif
