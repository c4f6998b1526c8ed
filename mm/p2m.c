/*
 * The pseudophysical-to-machine list (p2m) and its inverse (m2p).
 *
 * A domain's memory is scattered over the machine. Xen demands machine frame
 * numbers (mfn) in page tables and in most hypercalls; a kernel wants pages that
 * are numbered from 0 without holes (pfn). The builder writes the list from pfn to
 * mfn into our memory; Xen keeps one array from mfn to pfn for the whole machine,
 * read-only and at an address of its choice.
 *
 * The rule: the m2p is not ours. For a foreign frame it holds its owner's number
 * or an old one of ours. So an answer is believed only if the p2m leads back to the
 * same mfn. A pfn without a frame, in the balloon, has MFN_NONE in the list.
 *
 * Callers may rely on PFN_NONE for every frame that is not ours. An mfn is valid
 * only as long as the kernel lock is held: a restore brings other frames.
 */
/* SPDX-License-Identifier: MIT */
#include <arch/pagetable.h>
#include <diag/panic.h>
#include <mm/p2m.h>

static struct {
    mfn_t *list;
    size_t pages;
    const pfn_t *machine_to_pfn;
    mfn_t max_mfn;
    size_t missing;
} p2m;

void p2m_init(mfn_t *list, size_t pages, const pfn_t *machine_to_pfn, mfn_t max_mfn)
{
    p2m.list = list;
    p2m.pages = pages;
    p2m.machine_to_pfn = machine_to_pfn;
    p2m.max_mfn = max_mfn;
}

mfn_t *p2m_list(void)
{
    return p2m.list;
}

size_t p2m_pages(void)
{
    return p2m.pages;
}

size_t p2m_present(void)
{
    return p2m.pages - p2m.missing;
}

mfn_t pfn_to_mfn(pfn_t pfn)
{
    return pfn < p2m.pages ? p2m.list[pfn] : MFN_NONE;
}

pfn_t mfn_to_pfn(mfn_t mfn)
{
    pfn_t pfn;

    if (mfn > p2m.max_mfn)
        return PFN_NONE;
    pfn = p2m.machine_to_pfn[mfn];
    return pfn_to_mfn(pfn) == mfn ? pfn : PFN_NONE;
}

mfn_t p2m_lookup_va(const volatile void *address)
{
    return pfn_to_mfn(builder_pfn((uintptr_t)address));
}

void p2m_set(pfn_t pfn, mfn_t mfn)
{
    if (pfn >= p2m.pages)
        panic("p2m_set: pfn %x is beyond the last, %x", pfn, (pfn_t)p2m.pages - 1);
    p2m.missing += (mfn == MFN_NONE) - (p2m.list[pfn] == MFN_NONE);
    p2m.list[pfn] = mfn;
}
