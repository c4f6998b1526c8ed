/*
 * Page tables: what the files about them share, and how an entry is found. Private to this folder.
 */
/* SPDX-License-Identifier: MIT */
#ifndef PAGETABLE_PRIVATE_H
#define PAGETABLE_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <arch/pagetable.h>
#include <mm/p2m.h>

#define ENTRIES         512
#define L3_ENTRIES      4
#define L1_REGION(va)   ((va) / L1_SPAN)
#define GIB(va)         ((va) >> 30)

/* Pages of the low map area that the page-table code uses itself: see low_map_first(). */
#define TEMPORARY_VA    ((uintptr_t)LOW_MAP_START)
#define L2_VA(i)        (TEMPORARY_VA + (1 + (i)) * PAGE_SIZE)

/* Found by start-up. */
extern struct pagetable_fixed {
    uintptr_t builder_end;
    uintptr_t xen_start;
    uintptr_t window;
    pte_t unusable;             /* flags that this machine lacks: at most NX */
    const volatile pte_t *l3;
} pagetable_fixed;

/* The part that a restore or a new table changes. */
extern struct pagetable_upper {
    mfn_t l3_mfn;
    const volatile pte_t *l2[L3_ENTRIES];
} pagetable_upper;

/* Removes the flags that this machine lacks. */
static inline pte_t usable(pte_t flags)
{
    return flags & ~pagetable_fixed.unusable;
}

static inline pte_t l2_entry(uintptr_t va)
{
    const volatile pte_t *l2 = pagetable_upper.l2[GIB(va)];

    return l2 ? l2[L1_REGION(va) % ENTRIES] : 0;
}

/* The machine address of va's L2 entry, by which Xen knows it. */
static inline uint64_t l2_entry_maddr(uintptr_t va)
{
    return ((uint64_t)pte_mfn(pagetable_fixed.l3[GIB(va)]) << PAGE_SHIFT) +
           L1_REGION(va) % ENTRIES * sizeof(pte_t);
}

static inline uintptr_t window_slot(uintptr_t va)
{
    return pagetable_fixed.window + L1_REGION(va) * PAGE_SIZE;
}

static inline unsigned int l1_index(uintptr_t va)
{
    return (va >> PAGE_SHIFT) % ENTRIES;
}

/* Arguments in registers: smaller code, and every look at an entry is such a call. */
#define IN_REGISTERS    __attribute__((regparm(3)))

/* The L1 entry of va, for reading; its table must exist. */
const volatile pte_t *IN_REGISTERS pagetable_l1_entry(uintptr_t va);

/* Its machine address, by which Xen knows it. */
static inline uint64_t l1_entry_maddr(uintptr_t va)
{
    return ((uint64_t)pte_mfn(l2_entry(va)) << PAGE_SHIFT) + l1_index(va) * sizeof(pte_t);
}

static inline pte_t lookup(uintptr_t va)
{
    return l2_entry(va) & PTE_PRESENT ? *pagetable_l1_entry(va) : 0;
}

/* Makes the L1 table of va, and fills count entries from va's on. 0 or -ENOMEM. Kernel lock held. */
int IN_REGISTERS pagetable_make_l1(uintptr_t va, const mfn_t *mfns, size_t count, pte_t flags);

#endif
