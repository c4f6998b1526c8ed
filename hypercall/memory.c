/*
 * Memory operations.
 */
/* SPDX-License-Identifier: MIT */
#include <hypercall/memory.h>
#include "raw.h"

static long memory_op(unsigned int cmd, void *arg)
{
    return hypercall2(__HYPERVISOR_memory_op, cmd, (unsigned long)arg);
}

int memory_machphys_mapping(struct xen_machphys_mapping *mapping)
{
    return hypercall_errno(memory_op(XENMEM_machphys_mapping, mapping));
}

static int ask_pages(unsigned int cmd, unsigned long *pages)
{
    domid_t self = DOMID_SELF;
    long result = memory_op(cmd, &self);

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

/* Xen's result is the number of extents it has done. */
static size_t change_reservation(unsigned int cmd, xen_pfn_t *extents, size_t count)
{
    struct xen_memory_reservation reservation = { .nr_extents = count, .domid = DOMID_SELF };
    long result;

    set_xen_guest_handle(reservation.extent_start, extents);
    result = memory_op(cmd, &reservation);
    return result > 0 ? (size_t)result : 0;
}

size_t memory_decrease(xen_pfn_t *mfns, size_t count)
{
    return change_reservation(XENMEM_decrease_reservation, mfns, count);
}

size_t memory_populate(xen_pfn_t *pfns, size_t count)
{
    return change_reservation(XENMEM_populate_physmap, pfns, count);
}
