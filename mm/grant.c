/*
 * Grants that this domain gives: pages that other domains may use.
 *
 * Xen demands: an entry is frame and domain first, and then, as the last store,
 * its flags. While the other domain uses the page Xen sets GTF_reading and
 * GTF_writing in them, at any moment, from another CPU; so an entry is ended by
 * an atomic compare-and-exchange of flags without these two for 0. It fails
 * while the page is used, and then the frame must not be used for anything else,
 * for the other domain still reads or writes it.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <arch/cpu.h>
#include <arch/pagetable.h>
#include <diag/log.h>
#include <hypercall/event_channel.h>
#include <kernel/lock.h>
#include <mm/grant.h>
#include <mm/map.h>
#include <mm/p2m.h>
#include "grant_private.h"

#define IN_USE (GTF_reading | GTF_writing)

/* --- what a grant is made of ------------------------------------------------- */

/*
 * No hypercall tells a domain its own number. But Xen fills it in as the other
 * end of a port that was bound with DOMID_SELF.
 */
static int grant_own_number(domid_t *number)
{
    evtchn_port_t port;
    int error = evtchn_alloc_unbound(DOMID_SELF, &port);

    if (error)
        return error;
    error = evtchn_unbound_for(port, number);
    evtchn_close(port);
    return error;
}

int grant_domain_number(domid_t domain, domid_t *number)
{
    *number = domain;
    return domain == DOMID_SELF ? grant_own_number(number) : 0;
}

int grant_find_page(const void *address, pfn_t *pfn)
{
    uintptr_t va = (uintptr_t)address;
    pte_t pte = va < pagetable_map_end() ? pagetable_lookup(va) : 0;

    *pfn = pte & PTE_PRESENT ? mfn_to_pfn(pte_mfn(pte)) : PFN_NONE;
    return *pfn == PFN_NONE ? -EFAULT : 0;
}

/* --- giving and ending ------------------------------------------------------------ */

int grant_give(domid_t domain, const void *page, enum grant_access access, grant_ref_t *ref)
{
    struct grant_record given = { .domain = domain, .flags = GTF_permit_access };
    domid_t number;
    bool unlock;
    int error;

    if ((uintptr_t)page & PAGE_MASK)
        return -EINVAL;
    error = grant_find_page(page, &given.pfn);
    if (!error)
        error = grant_domain_number(domain, &number);
    if (error)
        return error;
    if (access == GRANT_READ)
        given.flags |= GTF_readonly;

    unlock = kernel_lock_save();
    error = grant_take_free(ref);
    if (!error) {
        *grant_record(*ref) = given;
        grant_write_entry(*ref, &given, number);
    }
    kernel_lock_restore(unlock);
    return error;
}

/* If Xen sets a bit between the look and the exchange, look again. */
static bool grant_end_entry(grant_ref_t ref)
{
    volatile uint16_t *flags = &grant_entry(ref)->flags;
    uint16_t seen;

    do {
        seen = *flags;
        if (seen & IN_USE)
            return false;
    } while (atomic_compare_swap16(flags, seen, 0) != seen);
    return true;
}

int grant_end(grant_ref_t ref)
{
    bool unlock = kernel_lock_save();
    int error = 0;

    if (!grant_is_given(ref))
        error = -EINVAL;
    else if (!grant_end_entry(ref))
        error = -EBUSY;
    else
        grant_put_free(ref);
    kernel_lock_restore(unlock);
    return error;
}

/* --- pages for the purpose -------------------------------------------------------- */

void *grant_page_alloc(domid_t domain, enum grant_access access, grant_ref_t *ref)
{
    void *page = map_alloc(1, PTE_READ_WRITE);

    if (!page)
        return NULL;
    memset(page, 0, PAGE_SIZE);
    if (grant_give(domain, page, access, ref)) {
        map_free(page, 1);
        return NULL;
    }
    return page;
}

/* The frame stays allocated for ever, mapped nowhere, and is never used again. */
static void grant_keep_for_ever(grant_ref_t ref, void *page)
{
    struct grant_record *record = grant_record(ref);

    log_printf("grants: domain %u still uses pfn %x: the page is lost\n", record->domain,
               record->pfn);
    grant_lose(ref);
    map_unmap(page, 1);
}

int grant_page_free(grant_ref_t ref, void *page)
{
    bool unlock = kernel_lock_save();
    pfn_t pfn;
    int error = grant_find_page(page, &pfn);

    if (error || !grant_is_given(ref) || grant_record(ref)->pfn != pfn) {
        error = -EINVAL;
    } else {
        error = grant_end(ref);
        if (error)
            grant_keep_for_ever(ref, page);
        else
            map_free(page, 1);
    }
    kernel_lock_restore(unlock);
    return error;
}
