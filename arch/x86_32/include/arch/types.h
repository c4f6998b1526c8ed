/*
 * The words for memory, used with these meanings everywhere:
 *
 *   pfn  page frame number: one of this domain's own pages, 0 .. nr_pages-1
 *   mfn  machine frame number: a page of the machine; Xen takes page tables, GDT
 *        frames and shared rings by mfn
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
 * newlib's handles, pthread_t and the like, are 32-bit numbers. Here such a number is the
 * address of the object; with longer addresses it would have to be something else.
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
