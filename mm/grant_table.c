/*
 * The grant table, shared with Xen, and the free refs.
 *
 * Beside each page of Xen's table is a page of records, for what Xen does not keep:
 * the list of free refs, and the pfn behind each grant, as machine frames change
 * over a restore. The table begins empty, grows a page at a time and never shrinks.
 *
 *     ref    0 ... 7 | 8 ............ 511 | 512 .......... 1023 | ...
 *            the      \_ one page of Xen's and one of records _/
 *            tools'
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <arch/cpu.h>
#include <arch/pagetable.h>
#include <diag/panic.h>
#include <events/suspend_hook.h>
#include <hypercall/grant_table.h>
#include <kernel/lock.h>
#include <mm/grant.h>
#include <mm/map.h>
#include <mm/p2m.h>
#include "grant_private.h"

_Static_assert(sizeof(struct grant_record) == sizeof(struct grant_entry_v1), "a page for a page");

/* All of it protected by the kernel lock. */
struct grant_table_page grant_table[GRANT_TABLE_PAGES_MAX];
struct grant_refs grant_refs;
static unsigned int table_limit;
static size_t lost_count;
static xen_pfn_t frames[GRANT_TABLE_PAGES_MAX];  /* used during a call only */

/* --- growing ---------------------------------------------------------------------- */

static int grant_table_map_next(struct grant_record *records)
{
    mfn_t mfn = frames[grant_refs.table_pages];
    void *entries = map_frames(&mfn, 1, PTE_READ_WRITE);
    grant_ref_t first = grant_refs.table_pages * GRANT_ENTRIES, ref = first + GRANT_ENTRIES;

    if (!entries)
        return -ENOMEM;
    grant_table[grant_refs.table_pages].entries = entries;
    grant_table[grant_refs.table_pages].records = records;
    grant_refs.table_pages++;
    while (ref-- > first && ref >= GNTTAB_NR_RESERVED_ENTRIES)
        grant_put_free(ref);
    return 0;
}

static int grant_find_limit(void)
{
    int error = grant_table_limit(&table_limit);

    if (table_limit > GRANT_TABLE_PAGES_MAX)
        table_limit = GRANT_TABLE_PAGES_MAX;
    return error;
}

static const struct suspend_hook hook SUSPEND_HOOK(optional, 50) = { .suspend = grant_suspend, .resume = grant_resume };

int grant_table_grow(void)
{
    struct grant_record *records;
    int error = table_limit ? 0 : grant_find_limit();

    if (error || grant_refs.table_pages == table_limit)
        return -ENOSPC;
    records = map_alloc(1, PTE_READ_WRITE);
    if (!records)
        return -ENOMEM;
    memset(records, 0, PAGE_SIZE);
    error = grant_table_setup(grant_refs.table_pages + 1, frames) ? -ENOSPC : grant_table_map_next(records);
    if (error)
        map_free(records, 1);
    suspend_hook_use(&hook);
    return error;
}

void grant_lose(grant_ref_t ref)
{
    grant_record(ref)->flags = GRANT_RECORD_LOST;
    lost_count++;
}

void grant_count(struct grant_counts *counts)
{
    bool unlock = kernel_lock_save();
    size_t all = grant_refs.table_pages ? grant_refs.table_pages * GRANT_ENTRIES - GNTTAB_NR_RESERVED_ENTRIES : 0;

    counts->free = grant_refs.free_count;
    counts->used = all - grant_refs.free_count;
    counts->lost = lost_count;
    counts->mapped = grant_pages_mapped;
    kernel_lock_restore(unlock);
}

/* --- suspension -------------------------------------------------------------------- */

int grant_suspend(void)
{
    unsigned int i;

    if (grant_pages_mapped)
        return -EBUSY;
    for (i = 0; i < grant_refs.table_pages; i++)
        pagetable_remove((uintptr_t)grant_table[i].entries, 1);
    return 0;
}

/* A new table is empty, except for the reserved entries, which the tools fill. */
static void grant_give_again_to_self(void)
{
    grant_ref_t ref;
    domid_t self;

    if (grant_domain_number(DOMID_SELF, &self))
        panic("grants: Xen does not tell this domain's number");
    for (ref = GNTTAB_NR_RESERVED_ENTRIES; ref < grant_refs.table_pages * GRANT_ENTRIES; ref++)
        if (grant_is_given(ref) && grant_record(ref)->domain == DOMID_SELF)
            grant_write_entry(ref, grant_record(ref), self);
}

void grant_resume(bool cancelled)
{
    unsigned int i;

    if (!grant_refs.table_pages)
        return;
    if (grant_find_limit() || grant_table_setup(grant_refs.table_pages, frames))
        panic("grants: here the table may have %u pages; this domain needs %u", table_limit,
              grant_refs.table_pages);
    for (i = 0; i < grant_refs.table_pages; i++) {
        mfn_t mfn = frames[i];

        pagetable_insert((uintptr_t)grant_table[i].entries, &mfn, 1, PTE_READ_WRITE);
    }
    if (!cancelled)
        grant_give_again_to_self();
}
