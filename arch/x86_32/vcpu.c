/*
 * A vCPU's record, and the timer that a new one has.
 */
/* SPDX-License-Identifier: MIT */
#include <arch/irqflags.h>
#include <arch/layout.h>
#include <arch/setup.h>
#include <diag/panic.h>
#include <hypercall/vcpu.h>
#include <mm/p2m.h>
#include "setup_private.h"

/*
 * From here on Xen keeps this vCPU's record in per-CPU data. Xen copies the old contents
 * and marks everything pending, so one upcall that finds no event is normal.
 */
void vcpu_register(void)
{
    struct vcpu_info *info = this_cpu_ptr(vcpu_info);
    int error = vcpu_register_info(arch_vcpu(), p2m_lookup_va(info),
                                   (uintptr_t)info & PAGE_MASK);

    if (error)
        panic("VCPUOP_register_vcpu_info(vcpu %u) failed: %d", arch_vcpu(), error);
}

void setup_register_vcpu(void)
{
    vcpu_register();
    vcpu_stop_periodic_timer(arch_vcpu());
}
