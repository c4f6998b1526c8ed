/*
 * Memory operations. At once; 0 or a negative errno. Any context.
 * Rests on <xen/memory.h>.
 */
/* SPDX-License-Identifier: MIT */
#ifndef HYPERCALL_MEMORY_H
#define HYPERCALL_MEMORY_H

#include <hypercall/xen.h>
#include <xen/memory.h>

/* Where Xen maps its machine-to-pseudophysical table, at the start of its own area. */
int memory_machphys_mapping(struct xen_machphys_mapping *mapping);

/* How many pages this domain has, and may have. */
int memory_current_reservation(unsigned long *pages);
int memory_maximum_reservation(unsigned long *pages);

/*
 * Gives frames back to Xen; they must be mapped nowhere. Returns how many Xen took,
 * from the first on.
 */
size_t memory_decrease(xen_pfn_t *mfns, size_t count);

/*
 * Asks for a frame for each pfn and stores it in the pfn's place. Returns how many
 * frames came, from the first on.
 */
size_t memory_populate(xen_pfn_t *pfns, size_t count);

#endif
