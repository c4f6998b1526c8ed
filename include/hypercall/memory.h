/*
 * Memory operations. At once; 0 or a negative errno. Any context.
 * Rests on <xen/memory.h>.
 */
/* SPDX-License-Identifier: MIT */
#ifndef HYPERCALL_MEMORY_H
#define HYPERCALL_MEMORY_H

#include <hypercall/xen.h>
#include <xen/memory.h>

/* Where Xen shows its machine-to-pseudophysical table, which begins its area. */
int memory_machphys_mapping(struct xen_machphys_mapping *mapping);

/* Pages this domain has and may have. */
int memory_current_reservation(unsigned long *pages);
int memory_maximum_reservation(unsigned long *pages);

/*
 * Gives frames back to Xen, which must be mapped nowhere. Returns how many it
 * took: the first so many.
 */
size_t memory_decrease(xen_pfn_t *mfns, size_t count);

/*
 * Asks for a frame for each pfn and stores it in the pfn's place. Returns how
 * many there were: the first so many.
 */
size_t memory_populate(xen_pfn_t *pfns, size_t count);

#endif
