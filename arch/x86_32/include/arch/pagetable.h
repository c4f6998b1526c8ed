/*
 * Page tables, for the rest of the kernel.
 *
 * Addresses are page-aligned, counts are pages. Every change is put in the
 * batch of the hypercall layer; it has taken effect when the call returns,
 * unless an MMU lazy section is open (<hypercall/multicall.h>).
 * Called from any context, with the kernel lock held or not.
 *
 * Rests on <xen/xen.h>: HYPERVISOR_mmu_update, HYPERVISOR_update_va_mapping.
 */
/* SPDX-License-Identifier: MIT */
#ifndef ARCH_PAGETABLE_H
#define ARCH_PAGETABLE_H

#include <stddef.h>
#include <arch/layout.h>
#include <arch/types.h>

#define PTE_PRESENT     0x001ULL
#define PTE_WRITE       0x002ULL
#define PTE_USER        0x004ULL
#define PTE_ACCESSED    0x020ULL
#define PTE_DIRTY       0x040ULL
#define PTE_APPLICATION 0x200ULL        /* ignored by the CPU: a page of ringlet_map() */
#define PTE_NX          0x8000000000000000ULL
#define PTE_FRAME_MASK  0x000ffffffffff000ULL

/* Kernel mappings. Accessed and dirty are preset: the CPU then need not write them. */
#define PTE_READ_ONLY   (PTE_PRESENT | PTE_ACCESSED | PTE_NX)
#define PTE_READ_WRITE  (PTE_READ_ONLY | PTE_WRITE | PTE_DIRTY)
#define PTE_EXECUTE     (PTE_PRESENT | PTE_ACCESSED)

static inline pte_t pte_make(mfn_t mfn, pte_t flags)
{
    return ((pte_t)mfn << PAGE_SHIFT) | flags;
}

static inline mfn_t pte_mfn(pte_t pte)
{
    return (mfn_t)((pte & PTE_FRAME_MASK) >> PAGE_SHIFT);
}

/* The L1 entry that maps va, or 0 where there is none. */
pte_t pagetable_lookup(uintptr_t va);

/*
 * Maps count frames at va. -EEXIST, with nothing changed, if a page of the range is
 * mapped already; -ENOMEM without a frame for a table; -EINVAL for a range that is not
 * page-aligned or reaches into Xen.
 */
int pagetable_insert(uintptr_t va, const mfn_t *mfns, size_t count, pte_t flags);

/*
 * Makes the L1 tables of a range whose entries Xen itself will write: granted pages.
 * -ENOMEM, -EINVAL.
 */
int pagetable_make_tables(uintptr_t va, size_t count);

/*
 * Changes the flags of mapped pages, and flushes them from this vCPU's TLB. -EFAULT,
 * with nothing changed, if a page of the range is not mapped.
 */
int pagetable_protect(uintptr_t va, size_t count, pte_t flags);

/*
 * Unmaps a range: each entry becomes 0, and the TLB is flushed. Pages that are not
 * mapped are skipped. The frames are not freed.
 */
int pagetable_remove(uintptr_t va, size_t count);

/* Maps a frame that is mapped nowhere while it calls look. Allocates nothing. */
void pagetable_look_at(pfn_t pfn, void (*look)(pfn_t pfn, void *page));

/* The frame of the root table, level 3, that the kernel runs on. */
mfn_t pagetable_root(void);

/* First address above what the domain builder mapped; what lies below is at VIRT_BASE + pfn. */
uintptr_t pagetable_builder_end(void);

/* First address of Xen's own area. The domain maps nothing at or above it. */
uintptr_t pagetable_xen_start(void);

/* End of the map area; above it is the window in which L1 tables are seen. */
uintptr_t pagetable_map_end(void);

/* First page of the low map area that the page-table code does not use itself. */
uintptr_t pagetable_low_map_first(void);

/* The frame of the builder's direct mapping at va. */
static inline pfn_t builder_pfn(uintptr_t va)
{
    return (va - VIRT_BASE) >> PAGE_SHIFT;
}

static inline uintptr_t builder_va(pfn_t pfn)
{
    return VIRT_BASE + ((uintptr_t)pfn << PAGE_SHIFT);
}

#endif
