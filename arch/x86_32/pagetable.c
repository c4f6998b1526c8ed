/*
 * Page tables: the builder's, taken over, and what we add to them.
 *
 * Xen demands: a frame in use as a page table has no writable mapping; an entry
 * holds a machine frame of this domain's, with flags that fit; only Xen writes
 * it. A non-present entry must be 0: with the L1TF mitigation a frame number
 * left in one makes Xen shadow the domain or crash it.
 *
 * The rule: the tables the builder made are the template. Start-up changes
 * flags in them but never makes a read-only page writable, for the read-only
 * ones are the tables themselves. Afterwards a mapping is only inserted where
 * there was none, by asking Xen.
 *
 * Our answer for new tables: an L1 table is filled through a temporary mapping
 * while it is an ordinary page, and handed to Xen with its entries in it. So
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
 * but those of the builder, which are read-only where he left them. The
 * window's own tables are seen in the window too; the last of them maps itself.
 * Tables are never given back: at most 8 MiB of 4 GiB.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <arch/cpuid.h>
#include <arch/pagetable.h>
#include <arch/percpu.h>
#include <arch/setup.h>
#include <diag/log.h>
#include <diag/panic.h>
#include <hypercall/memory.h>
#include <hypercall/mmu.h>
#include <hypercall/multicall.h>
#include <kernel/lock.h>
#include <mm/frames.h>
#include <mm/p2m.h>
#include "pagetable_boot.h"

#define ENTRIES         512
#define L3_ENTRIES      4
#define L1_REGION(va)   ((va) / L1_SPAN)
#define GIB(va)         ((va) >> 30)

/* The upper levels allow everything; the L1 entry decides. An L3 entry has no such bits. */
#define L2_FLAGS        (PTE_PRESENT | PTE_ACCESSED | PTE_WRITE | PTE_USER)
#define L3_FLAGS        PTE_PRESENT

/* Pages of the low map area that page tables need for themselves; see low_map_first(). */
#define TEMPORARY_VA    ((uintptr_t)LOW_MAP_START)
#define L2_VA(i)        (TEMPORARY_VA + (1 + (i)) * PAGE_SIZE)

extern const char image_start[], text_end[], read_only_end[], image_end[];

static struct {
    uintptr_t builder_end;
    uintptr_t xen_start;
    uintptr_t window;
    pte_t unusable;             /* flags this machine lacks: NX, if at all */
    const volatile pte_t *l3;
} tables READ_ONLY_AFTER_START;

/* What a restore or a new table changes of it. */
static struct {
    mfn_t l3_mfn;
    const volatile pte_t *l2[L3_ENTRIES];
} upper;

mfn_t pagetable_root(void)
{
    return upper.l3_mfn;
}

uintptr_t pagetable_builder_end(void)
{
    return tables.builder_end;
}

uintptr_t pagetable_xen_start(void)
{
    return tables.xen_start;
}

uintptr_t pagetable_map_end(void)
{
    return tables.window;
}

static pte_t l2_entry(uintptr_t va)
{
    const volatile pte_t *l2 = upper.l2[GIB(va)];

    return l2 ? l2[L1_REGION(va) % ENTRIES] : 0;
}

static uintptr_t window_slot(uintptr_t va)
{
    return tables.window + L1_REGION(va) * PAGE_SIZE;
}

static bool builders_table(uintptr_t va)
{
    return L1_REGION(va) >= L1_REGION(VIRT_BASE) &&
           L1_REGION(va) <= L1_REGION(tables.builder_end - 1);
}

static unsigned int l1_index(uintptr_t va)
{
    return (va >> PAGE_SHIFT) % ENTRIES;
}

/* The L1 entry of va to be read; its table must exist. */
static const volatile pte_t *l1_entry(uintptr_t va)
{
    uintptr_t table = builders_table(va) ? builder_va(mfn_to_pfn(pte_mfn(l2_entry(va))))
                                         : window_slot(va);

    return (const volatile pte_t *)table + l1_index(va);
}

/* The same as Xen wants it named. */
static uint64_t l1_entry_maddr(uintptr_t va)
{
    return ((uint64_t)pte_mfn(l2_entry(va)) << PAGE_SHIFT) + l1_index(va) * sizeof(pte_t);
}

static pte_t lookup(uintptr_t va)
{
    return l2_entry(va) & PTE_PRESENT ? *l1_entry(va) : 0;
}

/*
 * Pages whose entries wait in the batch, while a lazy section is open: who
 * looks at one of them flushes first. So changes to different pages share one
 * batch, and nobody reads what is no longer true.
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

/* --- start-up ------------------------------------------------------------ */

/* Where Xen begins, which is where its m2p is. */
static uintptr_t find_xen(mfn_t *list, size_t pages)
{
    struct xen_machphys_mapping mapping;
    int error = memory_machphys_mapping(&mapping);

    if (error)
        panic("XENMEM_machphys_mapping failed: %d", error);
    p2m_init(list, pages, (const pfn_t *)mapping.v_start, mapping.max_mfn);
    return mapping.v_start;
}

/* The p2m list's place and size do not change: a restored start_info need not tell them. */
void pagetable_renew(void)
{
    uintptr_t xen_start = find_xen(p2m_list(), p2m_pages());

    if (xen_start < tables.xen_start)
        panic("restored under a Xen that begins at %08lx, not at %08lx",
              (unsigned long)xen_start, (unsigned long)tables.xen_start);
    upper.l3_mfn = p2m_lookup_va(tables.l3);
}

/* The builder's mapping begins at VIRT_BASE and has no hole. */
static void find_builder_end(void)
{
    uintptr_t end = (VIRT_BASE + L1_SPAN) & ~(uintptr_t)(L1_SPAN - 1);

    tables.builder_end = ~(uintptr_t)0;
    while (l2_entry(end) & PTE_PRESENT)
        end += L1_SPAN;
    while (!(lookup(end - PAGE_SIZE) & PTE_PRESENT))
        end -= PAGE_SIZE;
    tables.builder_end = end;
}

void pagetable_adopt(void)
{
    const struct start_info *info = arch_start_info();
    unsigned int i;

    tables.xen_start = find_xen((mfn_t *)info->mfn_list, info->nr_pages);
    tables.window = (tables.xen_start & ~(uintptr_t)(L1_SPAN - 1)) - TABLE_WINDOW_SIZE;
    tables.l3 = (const volatile pte_t *)info->pt_base;
    upper.l3_mfn = p2m_lookup_va(tables.l3);
    for (i = 0; i < L3_ENTRIES; i++)
        if (tables.l3[i] & PTE_PRESENT)
            upper.l2[i] =
                (const volatile pte_t *)builder_va(mfn_to_pfn(pte_mfn(tables.l3[i])));
    find_builder_end();
    tables.unusable = cpu_has_nx() ? 0 : PTE_NX;
}

/*
 * The setter of start-up: other flags for a page the builder mapped. A
 * read-only page stays read-only whatever is asked; every other bit goes
 * through.
 */
static void set_flags_at_boot(uintptr_t va, pte_t flags)
{
    pte_t old = *l1_entry(va);
    pte_t new = pte_make(pte_mfn(old), flags & ~tables.unusable) |
                (old & (PTE_ACCESSED | PTE_DIRTY));

    if (!(old & PTE_WRITE))
        new &= ~PTE_WRITE;
    if (new != old)
        mmu_set_entry(l1_entry_maddr(va), new);
}

static pte_t image_flags(uintptr_t va)
{
    if (va < (uintptr_t)text_end)
        return PTE_EXECUTE;
    if (va < (uintptr_t)read_only_end)
        return PTE_PRESENT | PTE_NX;
    return PTE_PRESENT | PTE_WRITE | PTE_NX;
}

/* Beyond the first L1 table nothing is executable: one bit in L2 says so for 2 MiB. */
static void forbid_execution_above(uintptr_t va)
{
    uint64_t l2_maddr = (uint64_t)pte_mfn(tables.l3[GIB(va)]) << PAGE_SHIFT;

    for (; va < tables.builder_end; va += L1_SPAN) {
        pte_t flags = PTE_NX & ~tables.unusable;

        mmu_set_entry(l2_maddr + L1_REGION(va) % ENTRIES * sizeof(pte_t), l2_entry(va) | flags);
    }
}

void pagetable_protect_image(void)
{
    uintptr_t va, end = (uintptr_t)read_only_end;
    uintptr_t first_span_end = (VIRT_BASE + L1_SPAN) & ~(uintptr_t)(L1_SPAN - 1);

    /* An image larger than that is protected page by page as far as it reaches. */
    while (first_span_end < end)
        first_span_end += L1_SPAN;
    for (va = VIRT_BASE; va < first_span_end && va < tables.builder_end; va += PAGE_SIZE)
        set_flags_at_boot(va, image_flags(va));
    forbid_execution_above(first_span_end);
}

/* --- new tables ---------------------------------------------------------- */

/* Makes a frame writable at TEMPORARY_VA. Kernel lock held until temporary_end(). */
static void *temporary_begin(mfn_t mfn)
{
    mmu_set_va(TEMPORARY_VA, pte_make(mfn, PTE_READ_WRITE & ~tables.unusable), VA_FLUSH_NONE);
    multicall_flush();
    return (void *)TEMPORARY_VA;
}

static pte_t *temporary_table(mfn_t mfn)
{
    return memset(temporary_begin(mfn), 0, PAGE_SIZE);
}

/* First in the batch that makes the frame a table: no writable mapping may be left. */
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

    if (upper.l2[i])
        return 0;
    error = table_frame(&mfn);
    if (error)
        return error;
    temporary_table(mfn);
    temporary_end();
    mmu_set_va(L2_VA(i), pte_make(mfn, PTE_READ_ONLY & ~tables.unusable), VA_FLUSH_NONE);
    mmu_set_entry(((uint64_t)upper.l3_mfn << PAGE_SHIFT) + i * sizeof(pte_t),
                  pte_make(mfn, L3_FLAGS));
    multicall_flush();
    upper.l2[i] = (const volatile pte_t *)L2_VA(i);
    return 0;
}

/* Makes the L1 table of va, with count entries from va's on. Kernel lock held. */
static int make_l1(uintptr_t va, const mfn_t *mfns, size_t count, pte_t flags)
{
    uintptr_t slot = window_slot(va);
    bool maps_itself = L1_REGION(slot) == L1_REGION(va);
    uint64_t l2_maddr;
    mfn_t mfn;
    pte_t *table;
    size_t i;
    int error;

    error = ensure_l2(va);
    if (!error && !maps_itself && !(l2_entry(slot) & PTE_PRESENT))
        error = make_l1(slot, NULL, 0, 0);
    if (!error)
        error = table_frame(&mfn);
    if (error)
        return error;

    table = temporary_table(mfn);
    for (i = 0; i < count; i++)
        table[l1_index(va) + i] = pte_make(mfns[i], flags);
    if (maps_itself)
        table[l1_index(slot)] = pte_make(mfn, PTE_READ_ONLY & ~tables.unusable);
    temporary_end();
    if (!maps_itself)
        mmu_set_entry(l1_entry_maddr(slot), pte_make(mfn, PTE_READ_ONLY & ~tables.unusable));
    l2_maddr = (uint64_t)pte_mfn(tables.l3[GIB(va)]) << PAGE_SHIFT;
    mmu_set_entry(l2_maddr + L1_REGION(va) % ENTRIES * sizeof(pte_t), pte_make(mfn, L2_FLAGS));
    multicall_flush();
    return 0;
}

/* --- mapping ------------------------------------------------------------- */

static bool good_range(uintptr_t va, size_t count)
{
    return !(va & PAGE_MASK) && va >= LOW_MAP_START && va < tables.window &&
           count <= (tables.window - va) >> PAGE_SHIFT;
}

/* Pages of [va, va + count) that va's L1 table covers. */
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

/* Inserts what one L1 table covers. */
static int insert_span(uintptr_t va, const mfn_t *mfns, size_t count, pte_t flags)
{
    uint64_t maddr;
    size_t i;

    if (!(l2_entry(va) & PTE_PRESENT))
        return make_l1(va, mfns, count, flags);
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
        error = insert_all(va, mfns, count, flags & ~tables.unusable);
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
            error = make_l1(va, NULL, 0, 0);
        va += n * PAGE_SIZE;
        count -= n;
    }
    kernel_lock_restore(unlock);
    return error;
}

/* Above this many pages one flush of all is cheaper than one for each. */
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
                      pte_make(pte_mfn(*l1_entry(at)), flags & ~tables.unusable));
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

uintptr_t pagetable_low_map_first(void)
{
    return L2_VA(L3_ENTRIES);
}
