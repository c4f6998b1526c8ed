/*
 * The words for memory, used with these meanings everywhere:
 *
 *   pfn  page frame number: which of this domain's own pages, 0 .. nr_pages-1
 *   mfn  machine frame number: which page of the machine; page tables, GDT
 *        frames and shared rings are named to Xen by mfn
 *   pte  an entry of a page table of any level: mfn and flags, 64 bits in PAE
 */
/* SPDX-License-Identifier: MIT */
#ifndef ARCH_TYPES_H
#define ARCH_TYPES_H

#include <stdint.h>

typedef uint32_t pfn_t;
typedef uint32_t mfn_t;
typedef uint64_t pte_t;

#define PFN_NONE    (~(pfn_t)0)
#define MFN_NONE    (~(mfn_t)0)

#endif
