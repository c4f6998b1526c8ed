/*
 * Where Xen's information is: start_info, shared_info and this vCPU's record.
 *
 * This file has only the pointers, so that the lowest code can use them.
 */
/* SPDX-License-Identifier: MIT */
#include <arch/percpu.h>
#include <arch/setup.h>
#include <arch/traps.h>
#include "setup_private.h"

/* One vcpu_info per vCPU, inside per-CPU data; aligned so that it crosses no page. */
PER_CPU struct vcpu_info vcpu_info __attribute__((aligned(64)));
PER_CPU uintptr_t percpu_base;
static PER_CPU unsigned int vcpu_number;

struct start_info *xen_start_info READ_ONLY_AFTER_START;
struct shared_info *xen_shared_info READ_ONLY_AFTER_START;

struct start_info *arch_start_info(void)
{
    return xen_start_info;
}

struct shared_info *arch_shared_info(void)
{
    return xen_shared_info;
}

unsigned int arch_vcpu(void)
{
    return this_cpu(vcpu_number);
}

/* Xen keeps cr2 in the vCPU's record: a PV guest cannot read the register cheaply. */
uintptr_t trap_fault_address(void)
{
    return this_cpu(vcpu_info).arch.cr2;
}
