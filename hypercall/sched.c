/*
 * Scheduler operations.
 */
/* SPDX-License-Identifier: MIT */
#include <hypercall/sched.h>
#include "raw.h"

static long sched_op(unsigned int cmd, void *arg)
{
    return hypercall2(__HYPERVISOR_sched_op, cmd, (unsigned long)arg);
}

void sched_block(void)
{
    sched_op(SCHEDOP_block, NULL);
}

int sched_poll(evtchn_port_t port, uint64_t until)
{
    struct sched_poll poll = { .nr_ports = 1, .timeout = until };

    set_xen_guest_handle(poll.ports, &port);
    return hypercall_errno(sched_op(SCHEDOP_poll, &poll));
}

void sched_shutdown(unsigned int reason)
{
    struct sched_shutdown shutdown = { .reason = reason };

    for (;;)
        sched_op(SCHEDOP_shutdown, &shutdown);
}

int sched_suspend(mfn_t start_info)
{
    struct sched_shutdown shutdown = { .reason = SHUTDOWN_suspend };

    /* The tools look for this in the register of the third argument. */
    long result = hypercall3(__HYPERVISOR_sched_op, SCHEDOP_shutdown, (unsigned long)&shutdown,
                             start_info);

    return result > 0 ? 1 : hypercall_errno(result);
}

int sched_set_timer(uint64_t when)
{
    return hypercall_errno(hypercall2(__HYPERVISOR_set_timer_op, low_word(when),
                                      high_word(when)));
}
