/*
 * vCPU operations.
 */
/* SPDX-License-Identifier: MIT */
#include <hypercall/vcpu.h>
#include "batch.h"
#include "raw.h"

static int vcpu_op(unsigned int cmd, unsigned int vcpu, void *arg)
{
    return hypercall_errno(hypercall3(__HYPERVISOR_vcpu_op, cmd, vcpu, (unsigned long)arg));
}

int vcpu_register_info(unsigned int vcpu, mfn_t mfn, unsigned int offset)
{
    struct vcpu_register_vcpu_info info = { .mfn = mfn, .offset = offset };

    return vcpu_op(VCPUOP_register_vcpu_info, vcpu, &info);
}

void vcpu_stop_periodic_timer(unsigned int vcpu)
{
    bool unmask = batch_open();
    struct batch_slot slot = batch_reserve(0);

    slot.call->op = __HYPERVISOR_vcpu_op;
    slot.call->args[0] = VCPUOP_stop_periodic_timer;
    slot.call->args[1] = vcpu;
    slot.call->args[2] = 0;
    batch_close(unmask, LAZY_CPU);
}

int vcpu_send_nmi(unsigned int vcpu)
{
    return vcpu_op(VCPUOP_send_nmi, vcpu, NULL);
}

int vcpu_is_up(unsigned int vcpu)
{
    return vcpu_op(VCPUOP_is_up, vcpu, NULL);
}

int vcpu_register_runstate(unsigned int vcpu, struct vcpu_runstate_info *info)
{
    struct vcpu_register_runstate_memory_area area = { .addr.v = info };

    return vcpu_op(VCPUOP_register_runstate_memory_area, vcpu, &area);
}

int vcpu_running_time(unsigned int vcpu, uint64_t *nanoseconds)
{
    struct vcpu_runstate_info info = { .state = 0 };
    int error = vcpu_op(VCPUOP_get_runstate_info, vcpu, &info);

    if (!error)
        *nanoseconds = info.time[RUNSTATE_running];
    return error;
}
