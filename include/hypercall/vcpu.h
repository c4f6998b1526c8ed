/*
 * vCPU operations. Any context; 0 or a negative errno.
 * Rests on <xen/vcpu.h>.
 */
/* SPDX-License-Identifier: MIT */
#ifndef HYPERCALL_VCPU_H
#define HYPERCALL_VCPU_H

#include <stdbool.h>
#include <arch/types.h>
#include <hypercall/xen.h>
#include <xen/vcpu.h>

/* Now: moves the vCPU's record to mfn, offset. -EINVAL if this was done before. */
int vcpu_register_info(unsigned int vcpu, mfn_t mfn, unsigned int offset);

/* Batched (LAZY_CPU): stops the 100 Hz tick with which every vCPU starts. */
void vcpu_stop_periodic_timer(unsigned int vcpu);

/* Now: raises the NMI callback on a vCPU. */
int vcpu_send_nmi(unsigned int vcpu);

/* Now: how long a vCPU has run since it was made, in ns, Xen's work for it included. */
int vcpu_running_time(unsigned int vcpu, uint64_t *nanoseconds);

/* Now: from here on Xen writes there, each time this vCPU runs again, how long it has been in which state. */
int vcpu_register_runstate(unsigned int vcpu, struct vcpu_runstate_info *info);

/* Whether a vCPU exists and runs: 1, 0, or -ENOENT. */
int vcpu_is_up(unsigned int vcpu);

#endif
