/*
 * Memory operations.
 */
/* SPDX-License-Identifier: MIT */
#include <hypercall/memory.h>
#include "raw.h"

static long operate(unsigned int cmd, void *arg)
{
    return hypercall2(__HYPERVISOR_memory_op, cmd, (unsigned long)arg);
}

int memory_machphys_mapping(struct xen_machphys_mapping *mapping)
{
    return hypercall_errno(operate(XENMEM_machphys_mapping, mapping));
}

static int ask_pages(unsigned int cmd, unsigned long *pages)
{
    domid_t self = DOMID_SELF;
    long result = operate(cmd, &self);

    if (result < 0)
        return hypercall_errno(result);
    *pages = (unsigned long)result;
    return 0;
}

int memory_current_reservation(unsigned long *pages)
{
    return ask_pages(XENMEM_current_reservation, pages);
}

int memory_maximum_reservation(unsigned long *pages)
{
    return ask_pages(XENMEM_maximum_reservation, pages);
}
