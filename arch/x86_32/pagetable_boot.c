/*
 * Adopting the builder's page tables: where things are, and the protection of each page.
 */
/* SPDX-License-Identifier: MIT */
#include <arch/cpuid.h>
#include <arch/setup.h>
#include <diag/panic.h>
#include <hypercall/memory.h>
#include <hypercall/mmu.h>
#include "pagetable_boot.h"
#include "pagetable_private.h"

extern const char text_end[], read_only_end[];

struct pagetable_fixed pagetable_fixed READ_ONLY_AFTER_START;
struct pagetable_upper pagetable_upper;

mfn_t pagetable_root(void)
{
    return pagetable_upper.l3_mfn;
}

uintptr_t pagetable_builder_end(void)
{
    return pagetable_fixed.builder_end;
}

uintptr_t pagetable_xen_start(void)
{
    return pagetable_fixed.xen_start;
}

uintptr_t pagetable_map_end(void)
{
    return pagetable_fixed.window;
}

uintptr_t pagetable_low_map_first(void)
{
    return L2_VA(L3_ENTRIES);
}

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

/* Place and size of the p2m list do not change: a restored start_info need not contain them. */
void pagetable_renew(void)
{
    uintptr_t xen_start = find_xen(p2m_list(), p2m_pages());

    if (xen_start < pagetable_fixed.xen_start)
        panic("restored under a Xen that begins at %08lx, not at %08lx",
              (unsigned long)xen_start, (unsigned long)pagetable_fixed.xen_start);
    pagetable_upper.l3_mfn = p2m_lookup_va(pagetable_fixed.l3);
}

/* The builder's mapping begins at VIRT_BASE and has no hole. */
static void find_builder_end(void)
{
    uintptr_t end = (VIRT_BASE + L1_SPAN) & ~(uintptr_t)(L1_SPAN - 1);

    pagetable_fixed.builder_end = ~(uintptr_t)0;
    while (l2_entry(end) & PTE_PRESENT)
        end += L1_SPAN;
    while (!(lookup(end - PAGE_SIZE) & PTE_PRESENT))
        end -= PAGE_SIZE;
    pagetable_fixed.builder_end = end;
}

void pagetable_adopt(void)
{
    const struct start_info *info = arch_start_info();
    unsigned int i;

    pagetable_fixed.xen_start = find_xen((mfn_t *)info->mfn_list, info->nr_pages);
    pagetable_fixed.window =
        (pagetable_fixed.xen_start & ~(uintptr_t)(L1_SPAN - 1)) - TABLE_WINDOW_SIZE;
    pagetable_fixed.l3 = (const volatile pte_t *)info->pt_base;
    pagetable_upper.l3_mfn = p2m_lookup_va(pagetable_fixed.l3);
    for (i = 0; i < L3_ENTRIES; i++)
        if (pagetable_fixed.l3[i] & PTE_PRESENT)
            pagetable_upper.l2[i] =
                (const volatile pte_t *)builder_va(mfn_to_pfn(pte_mfn(pagetable_fixed.l3[i])));
    find_builder_end();
    pagetable_fixed.unusable = cpu_has_nx() ? 0 : PTE_NX;
}

/*
 * The setter of start-up: changes the flags of a page that the builder mapped. A
 * read-only page stays read-only whatever is asked; all other bits are set as asked.
 */
static void set_flags_at_boot(uintptr_t va, pte_t flags)
{
    pte_t old = *pagetable_l1_entry(va);
    pte_t new = pte_make(pte_mfn(old), usable(flags)) |
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

/* Beyond the first L1 table nothing is executable: one bit in L2 covers 2 MiB. */
static void forbid_execution_above(uintptr_t va)
{
    for (; va < pagetable_fixed.builder_end; va += L1_SPAN)
        mmu_set_entry(l2_entry_maddr(va), l2_entry(va) | usable(PTE_NX));
}

void pagetable_protect_image(void)
{
    uintptr_t va, end = (uintptr_t)read_only_end;
    uintptr_t first_span_end = (VIRT_BASE + L1_SPAN) & ~(uintptr_t)(L1_SPAN - 1);

    /* The pages of a larger image are protected one by one. */
    while (first_span_end < end)
        first_span_end += L1_SPAN;
    for (va = VIRT_BASE; va < first_span_end && va < pagetable_fixed.builder_end; va += PAGE_SIZE)
        set_flags_at_boot(va, image_flags(va));
    forbid_execution_above(first_span_end);
}
