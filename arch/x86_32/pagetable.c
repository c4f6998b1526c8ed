/*
 * Page tables: the builder's, which the kernel adopts, and new ones.
 *
 * Xen demands: a frame in use as a page table has no writable mapping; an entry holds
 * a machine frame of this domain, with acceptable flags; only Xen writes it. A
 * non-present entry must be 0: with the L1TF mitigation a frame number left in one
 * makes Xen shadow the domain or crash it.
 *
 * The rule: the tables the builder made are the template. Start-up changes
 * flags in them but never makes a read-only page writable, for the read-only
 * ones are the tables themselves. Afterwards a mapping is only inserted where
 * there was none, by asking Xen.
 *
 * The answer for new tables: an L1 table is filled through a temporary mapping
 * while it is an ordinary page, and given to Xen with its entries in it. So
 * 512 pages cost one validation and two traps. Every L1 table is seen
 * read-only, in the window above the map area, at
 *
 *     va  31    30 29       21 20       12 11        0
 *        +--------+-----------+-----------+-----------+
 *        |  L3    |    L2     |    L1     |  offset   |
 *        +--------+-----------+-----------+-----------+
 *        \_______ ___________/
 *                v
 *     window + (va >> 21) pages, entry (va >> 12) & 511
 *
 * except the builder's tables, which stay read-only in place. The window's own tables
 * are seen in the window too; the last of them maps itself. Tables are never freed:
 * they take at most 8 MiB of 4 GiB.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <arch/percpu.h>
#include <hypercall/mmu.h>
#include <hypercall/multicall.h>
#include <kernel/lock.h>
#include "pagetable_private.h"

static bool builders_table(uintptr_t va)
{
    return L1_REGION(va) >= L1_REGION(VIRT_BASE) &&
           L1_REGION(va) <= L1_REGION(pagetable_fixed.builder_end - 1);
}

const volatile pte_t *IN_REGISTERS pagetable_l1_entry(uintptr_t va)
{
    uintptr_t table = builders_table(va) ? builder_va(mfn_to_pfn(pte_mfn(l2_entry(va))))
                                         : window_slot(va);

    return (const volatile pte_t *)table + l1_index(va);
}

/*
 * The pages whose entries wait in the batch while a lazy section is open. Reading one of
 * these entries flushes first. So changes to different pages share one batch, and no
 * outdated entry is read.
 */
static PER_CPU struct { uintptr_t first, end; } waiting;

static void will_change(uintptr_t va, size_t count)
{
    uintptr_t end = va + count * PAGE_SIZE;

    if (!multicall_pending()) {
        this_cpu(waiting).first = va;
        this_cpu(waiting).end = end;
        return;
    }
    if (va < this_cpu(waiting).first)
        this_cpu(waiting).first = va;
    if (end > this_cpu(waiting).end)
        this_cpu(waiting).end = end;
}

static void settle(uintptr_t va, size_t count)
{
    if (multicall_pending() && va < this_cpu(waiting).end &&
        va + count * PAGE_SIZE > this_cpu(waiting).first)
        multicall_flush();
}

pte_t pagetable_lookup(uintptr_t va)
{
    settle(va, 1);
    return lookup(va);
}

static bool good_range(uintptr_t va, size_t count)
{
    return !(va & PAGE_MASK) && va >= LOW_MAP_START && va < pagetable_fixed.window &&
           count <= (pagetable_fixed.window - va) >> PAGE_SHIFT;
}

/* How many of count pages from va on the L1 table of va covers. */
static size_t span_pages(uintptr_t va, size_t count)
{
    size_t rest = ENTRIES - l1_index(va);

    return rest < count ? rest : count;
}

static bool any_present(uintptr_t va, size_t count)
{
    while (count) {
        size_t i, n = span_pages(va, count);

        if (l2_entry(va) & PTE_PRESENT)
            for (i = 0; i < n; i++)
                if (lookup(va + i * PAGE_SIZE) & PTE_PRESENT)
                    return true;
        va += n * PAGE_SIZE;
        count -= n;
    }
    return false;
}

/* Inserts pages that lie within one L1 table. */
static int insert_span(uintptr_t va, const mfn_t *mfns, size_t count, pte_t flags)
{
    uint64_t maddr;
    size_t i;

    if (!(l2_entry(va) & PTE_PRESENT))
        return pagetable_make_l1(va, mfns, count, flags);
    maddr = l1_entry_maddr(va);
    for (i = 0; i < count; i++)
        mmu_set_entry(maddr + i * sizeof(pte_t), pte_make(mfns[i], flags));
    return 0;
}

static int insert_all(uintptr_t va, const mfn_t *mfns, size_t count, pte_t flags)
{
    uintptr_t at = va;

    while (count) {
        size_t n = span_pages(at, count);
        int error = insert_span(at, mfns, n, flags);

        if (error) {
            pagetable_remove(va, (at - va) >> PAGE_SHIFT);
            return error;
        }
        at += n * PAGE_SIZE;
        mfns += n;
        count -= n;
    }
    return 0;
}

int pagetable_insert(uintptr_t va, const mfn_t *mfns, size_t count, pte_t flags)
{
    bool unlock;
    int error;

    if (!good_range(va, count))
        return -EINVAL;
    unlock = kernel_lock_save();
    settle(va, count);
    if (any_present(va, count)) {
        error = -EEXIST;
    } else {
        lazy_begin(LAZY_MMU);
        will_change(va, count);
        error = insert_all(va, mfns, count, usable(flags));
        lazy_end(LAZY_MMU);
    }
    kernel_lock_restore(unlock);
    return error;
}

int pagetable_make_tables(uintptr_t va, size_t count)
{
    bool unlock;
    int error = 0;

    if (!good_range(va, count))
        return -EINVAL;
    unlock = kernel_lock_save();
    while (count && !error) {
        size_t n = span_pages(va, count);

        if (!(l2_entry(va) & PTE_PRESENT))
            error = pagetable_make_l1(va, NULL, 0, 0);
        va += n * PAGE_SIZE;
        count -= n;
    }
    kernel_lock_restore(unlock);
    return error;
}

/* For more pages than this one full flush is cheaper than one for each page. */
#define FLUSH_EACH_MAX 8

static void flush_range(uintptr_t va, size_t count)
{
    size_t i;

    if (count > FLUSH_EACH_MAX) {
        mmu_flush_tlb();
        return;
    }
    for (i = 0; i < count; i++)
        mmu_flush_page(va + i * PAGE_SIZE);
}

int pagetable_protect(uintptr_t va, size_t count, pte_t flags)
{
    bool unlock;
    size_t i;

    if (!good_range(va, count))
        return -EINVAL;
    unlock = kernel_lock_save();
    settle(va, count);
    for (i = 0; i < count; i++)
        if (!(lookup(va + i * PAGE_SIZE) & PTE_PRESENT)) {
            kernel_lock_restore(unlock);
            return -EFAULT;
        }
    lazy_begin(LAZY_MMU);
    will_change(va, count);
    for (i = 0; i < count; i++) {
        uintptr_t at = va + i * PAGE_SIZE;

        mmu_set_entry(l1_entry_maddr(at),
                      pte_make(pte_mfn(*pagetable_l1_entry(at)), usable(flags)));
    }
    flush_range(va, count);
    lazy_end(LAZY_MMU);
    kernel_lock_restore(unlock);
    return 0;
}

static size_t remove_present(uintptr_t va, size_t count)
{
    size_t i, removed = 0;

    for (i = 0; i < count; i++, va += PAGE_SIZE)
        if (lookup(va) & PTE_PRESENT) {
            mmu_set_entry(l1_entry_maddr(va), 0);
            removed++;
        }
    return removed;
}

int pagetable_remove(uintptr_t va, size_t count)
{
    bool unlock;

    if (!good_range(va, count))
        return -EINVAL;
    unlock = kernel_lock_save();
    settle(va, count);
    lazy_begin(LAZY_MMU);
    will_change(va, count);
    if (count == 1 && lookup(va) & PTE_PRESENT)
        mmu_set_va(va, 0, VA_FLUSH_PAGE);
    else if (remove_present(va, count))
        flush_range(va, count);
    lazy_end(LAZY_MMU);
    kernel_lock_restore(unlock);
    return 0;
}
