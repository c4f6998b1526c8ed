/*
 * Between this domain's frame numbers and the machine's.
 *
 * p2m: one entry per pfn, made by the domain builder in this domain's memory, which
 * may change it. m2p: one entry per mfn of the machine, Xen's, read-only. For frames
 * that are not this domain's the m2p holds arbitrary values, so mfn_to_pfn() checks
 * its result in the p2m. Any context.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MM_P2M_H
#define MM_P2M_H

#include <stddef.h>
#include <arch/types.h>

/* At boot and after restore: the builder's list, and Xen's table with its highest mfn. */
void p2m_init(mfn_t *list, size_t pages, const pfn_t *machine_to_pfn, mfn_t max_mfn);

/* The list itself, for the tools that save the domain. */
mfn_t *p2m_list(void);

/* Pages of this domain: pfns below this exist. */
size_t p2m_pages(void);

/* How many of them have a machine frame: the balloon may have given some to Xen. */
size_t p2m_present(void);

/* The machine frame of a pfn; MFN_NONE if it has none. */
mfn_t pfn_to_mfn(pfn_t pfn);

/* The pfn of a machine frame; PFN_NONE if it is not this domain's. */
pfn_t mfn_to_pfn(mfn_t mfn);

/* Machine frame behind an address of the builder's mapping (image, start_info, page tables). */
mfn_t p2m_lookup_va(const volatile void *address);

/* Records another frame, or MFN_NONE, behind a pfn: for the balloon and for restore. */
void p2m_set(pfn_t pfn, mfn_t mfn);

#endif
