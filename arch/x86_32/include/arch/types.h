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

/* The machine's word, unsigned long: bitmaps are made of it, Xen's and ours. */
#define WORD_BITS   32

#define PFN_NONE    (~(pfn_t)0)
#define MFN_NONE    (~(mfn_t)0)

/* What a hypercall takes in two words: the halves of 64 bits. */
static inline unsigned long low_word(uint64_t value)
{
    return (unsigned long)value;
}

static inline unsigned long high_word(uint64_t value)
{
    return (unsigned long)(value >> WORD_BITS);
}

/*
 * newlib's handles, pthread_t and its kin, are numbers of 32 bits. Here such a number is the
 * address of the object; where addresses are longer it would be something else.
 */
static inline uint32_t handle_of(const void *object)
{
    return (uint32_t)object;
}

static inline void *handle_object(uint32_t handle)
{
    return (void *)handle;
}

#endif
