/*
 * Timers.
 *
 * A list sorted by time. Xen's single-shot timer is set for its head, and set again
 * only when an earlier timer becomes the head. When a timer is cancelled its event
 * still comes and finds nothing due, which is cheaper than a hypercall to stop it.
 *
 * Linked one way, not by <lib/list.h>: few timers are set at a time, so the way to
 * one costs less than a second link that each of them keeps.
 */
/* SPDX-License-Identifier: MIT */
#include <stddef.h>
#include <diag/panic.h>
#include <events/ports.h>
#include <events/suspend_hook.h>
#include <hypercall/sched.h>
#include <kernel/lock.h>
#include <kernel/time.h>
#include <kernel/timer.h>

/* Protected by the kernel lock. */
static PER_CPU struct timer *first;
static PER_CPU uint64_t armed_for;      /* the time last given to Xen, by its clock; 0: none */

uint64_t deadline_after(uint64_t ns)
{
    uint64_t now = time_monotonic();

    return ns < DEADLINE_FARTHEST - now ? now + ns : DEADLINE_FARTHEST;
}

/* A time too far for Xen is asked for in parts: an event that finds nothing due sets it again. */
static void timer_arm(uint64_t when)
{
    uint64_t at = time_to_xen(when);
    int error;

    if (this_cpu(armed_for) && this_cpu(armed_for) <= at)
        return;
    error = sched_set_timer(at);
    if (error)
        panic("set_timer_op(%llu) failed: %d", (unsigned long long)when, error);
    this_cpu(armed_for) = at;
}

static void timer_insert(struct timer *timer)
{
    struct timer *before = this_cpu(first);

    if (!before || timer->when < before->when) {
        timer->next = before;
        this_cpu(first) = timer;
        return;
    }
    while (before->next && before->next->when <= timer->when)
        before = before->next;
    timer->next = before->next;
    before->next = timer;
}

static void timer_unlink(struct timer *timer)
{
    struct timer *before = this_cpu(first);

    timer->set = false;
    if (before == timer) {
        this_cpu(first) = timer->next;
        return;
    }
    while (before->next != timer)
        before = before->next;
    before->next = timer->next;
}

void timer_cancel(struct timer *timer)
{
    bool unlock = kernel_lock_save();

    if (timer->set)
        timer_unlink(timer);
    kernel_lock_restore(unlock);
}

void timer_set(struct timer *timer, uint64_t when)
{
    bool unlock;

    if (!timer->fn)
        panic("timer_set: timer %p has no function", (void *)timer);
    unlock = kernel_lock_save();
    if (timer->set)
        timer_unlink(timer);
    timer->when = when;
    timer->set = true;
    timer_insert(timer);
    if (this_cpu(first) == timer)
        timer_arm(when);
    kernel_lock_restore(unlock);
}

/* Xen may fire a little early or late, so the clock decides which timers are due. */
static void timer_event(evtchn_port_t port, void *data)
{
    struct timer *due;

    (void)port;
    (void)data;
    this_cpu(armed_for) = 0;
    while ((due = this_cpu(first)) && due->when <= time_monotonic()) {
        timer_unlink(due);
        due->fn(due);
    }
    if (this_cpu(first))
        timer_arm(this_cpu(first)->when);
}

bool timer_any(void)
{
    return this_cpu(first);
}

/* Xen has forgotten what was set. */
static void timer_resume(bool cancelled)
{
    if (cancelled)
        return;
    this_cpu(armed_for) = 0;
    if (this_cpu(first))
        timer_arm(this_cpu(first)->when);
}

static const struct suspend_hook hook SUSPEND_HOOK(kernel, 50) = { NULL, timer_resume };

void timer_init(void)
{
    evtchn_port_t port;
    int error = port_bind_virq(VIRQ_TIMER, timer_event, NULL, &port);

    if (error)
        panic("VIRQ_TIMER cannot be bound: %d", error);
}
