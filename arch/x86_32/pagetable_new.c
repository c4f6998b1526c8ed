/*
 * New page tables: filled as ordinary pages, then handed to Xen.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <hypercall/mmu.h>
#include <hypercall/multicall.h>
#include <kernel/lock.h>
#include <mm/frames.h>
#include "pagetable_private.h"

/* The upper levels allow everything; the L1 entry decides. An L3 entry has no such bits. */
#define L2_FLAGS        (PTE_PRESENT | PTE_ACCESSED | PTE_WRITE | PTE_USER)
#define L3_FLAGS        PTE_PRESENT

/* Makes a frame writable at TEMPORARY_VA. Kernel lock held until temporary_end(). */
static void *temporary_begin(mfn_t mfn)
{
    mmu_set_va(TEMPORARY_VA, pte_make(mfn, usable(PTE_READ_WRITE)), VA_FLUSH_NONE);
    multicall_flush();
    return (void *)TEMPORARY_VA;
}

static pte_t *temporary_table(mfn_t mfn)
{
    return memset(temporary_begin(mfn), 0, PAGE_SIZE);
}

/* Goes first in the batch that makes the frame a table, as no writable mapping may be left. */
static void temporary_end(void)
{
    mmu_set_va(TEMPORARY_VA, 0, VA_FLUSH_PAGE);
}

void pagetable_look_at(pfn_t pfn, void (*look)(pfn_t pfn, void *page))
{
    bool unlock = kernel_lock_save();

    look(pfn, temporary_begin(pfn_to_mfn(pfn)));
    temporary_end();
    multicall_flush();
    kernel_lock_restore(unlock);
}

static int table_frame(mfn_t *mfn)
{
    pfn_t pfn = frame_alloc();

    if (pfn == PFN_NONE)
        return -ENOMEM;
    *mfn = pfn_to_mfn(pfn);
    return 0;
}

static int ensure_l2(uintptr_t va)
{
    unsigned int i = GIB(va);
    mfn_t mfn;
    int error;

    if (pagetable_upper.l2[i])
        return 0;
    error = table_frame(&mfn);
    if (error)
        return error;
    temporary_table(mfn);
    temporary_end();
    mmu_set_va(L2_VA(i), pte_make(mfn, usable(PTE_READ_ONLY)), VA_FLUSH_NONE);
    mmu_set_entry(((uint64_t)pagetable_upper.l3_mfn << PAGE_SHIFT) + i * sizeof(pte_t),
                  pte_make(mfn, L3_FLAGS));
    multicall_flush();
    pagetable_upper.l2[i] = (const volatile pte_t *)L2_VA(i);
    return 0;
}

int IN_REGISTERS pagetable_make_l1(uintptr_t va, const mfn_t *mfns, size_t count, pte_t flags)
{
    uintptr_t slot = window_slot(va);
    bool maps_itself = L1_REGION(slot) == L1_REGION(va);
    mfn_t mfn;
    pte_t *table;
    size_t i;
    int error;

    error = ensure_l2(va);
    if (!error && !maps_itself && !(l2_entry(slot) & PTE_PRESENT))
        error = pagetable_make_l1(slot, NULL, 0, 0);
    if (!error)
        error = table_frame(&mfn);
    if (error)
        return error;

    table = temporary_table(mfn);
    for (i = 0; i < count; i++)
        table[l1_index(va) + i] = pte_make(mfns[i], flags);
    if (maps_itself)
        table[l1_index(slot)] = pte_make(mfn, usable(PTE_READ_ONLY));
    temporary_end();
    if (!maps_itself)
        mmu_set_entry(l1_entry_maddr(slot), pte_make(mfn, usable(PTE_READ_ONLY)));
    mmu_set_entry(l2_entry_maddr(va), pte_make(mfn, L2_FLAGS));
    multicall_flush();
    return 0;
}
