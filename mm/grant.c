/*
 * Our grant table: pages that other domains may use.
 *
 * Xen demands: an entry is frame and domain first, and then, as the last store,
 * its flags. While the other domain uses the page Xen sets GTF_reading and
 * GTF_writing in them, at any moment, from another CPU; so an entry is ended by
 * an atomic compare-and-exchange of flags without these two for 0. It fails
 * while the page is used, and then the frame must not be used for anything else,
 * for the other domain still reads or writes it.
 *
 * Our answer: beside each page of the table is a page of records, for what Xen
 * does not keep: which refs are free, as a list, and which pfn is behind one, as
 * frames are others after a restore. The table begins with nothing and grows a
 * page at a time, never shrinks.
 *
 *     ref    0 ... 7 | 8 ............ 511 | 512 .......... 1023 | ...
 *            the      \_ one page of Xen's and one of records _/
 *            tools'
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <arch/cpu.h>
#include <arch/irqflags.h>
#include <arch/pagetable.h>
#include <diag/log.h>
#include <diag/panic.h>
#include <domain/lifecycle.h>
#include <hypercall/event_channel.h>
#include <hypercall/grant_table.h>
#include <mm/grant.h>
#include <mm/map.h>
#include <mm/p2m.h>
#include "grant_private.h"

#define TABLE_PAGES_MAX 256
#define ENTRIES         (PAGE_SIZE / sizeof(struct grant_entry_v1))
#define NO_REF          0               /* reserved, so it can end the list */

#define RECORD_FREE     0
#define RECORD_LOST     UINT16_MAX
#define IN_USE          (GTF_reading | GTF_writing)

struct record {
    union {
        pfn_t pfn;
        grant_ref_t next;               /* when free */
    };
    domid_t domain;                     /* as asked: DOMID_SELF stays so */
    uint16_t flags;                     /* the entry's, or RECORD_ */
};

_Static_assert(sizeof(struct record) == sizeof(struct grant_entry_v1), "a page for a page");

/* All of it protected by masking events. */
static struct {
    volatile struct grant_entry_v1 *entries;
    struct record *records;
} table[TABLE_PAGES_MAX];
static unsigned int table_pages, table_limit;
static grant_ref_t first_free = NO_REF;
static size_t free_count, lost_count;
static xen_pfn_t frames[TABLE_PAGES_MAX];       /* for the moment of a call */

static volatile struct grant_entry_v1 *entry_of(grant_ref_t ref)
{
    return &table[ref / ENTRIES].entries[ref % ENTRIES];
}

static struct record *record_of(grant_ref_t ref)
{
    return &table[ref / ENTRIES].records[ref % ENTRIES];
}

/* --- what a grant is made of ------------------------------------------------- */

/*
 * Xen tells a domain its own number nowhere; but it fills it in where
 * DOMID_SELF was asked to be the other end of a port.
 */
static int own_number(domid_t *number)
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
    return domain == DOMID_SELF ? own_number(number) : 0;
}

int grant_find_page(const void *address, pfn_t *pfn)
{
    uintptr_t va = (uintptr_t)address;
    pte_t pte = va < pagetable_map_end() ? pagetable_lookup(va) : 0;

    *pfn = pte & PTE_PRESENT ? mfn_to_pfn(pte_mfn(pte)) : PFN_NONE;
    return *pfn == PFN_NONE ? -EFAULT : 0;
}

static void write_entry(grant_ref_t ref, const struct record *record, domid_t number)
{
    volatile struct grant_entry_v1 *entry = entry_of(ref);

    entry->frame = pfn_to_mfn(record->pfn);
    entry->domid = number;
    write_barrier();
    entry->flags = record->flags;
}

/* --- the table and its free refs ----------------------------------------------- */

static void put_free(grant_ref_t ref)
{
    struct record *record = record_of(ref);

    record->flags = RECORD_FREE;
    record->next = first_free;
    first_free = ref;
    free_count++;
}

static int map_next(struct record *records)
{
    mfn_t mfn = frames[table_pages];
    void *entries = map_frames(&mfn, 1, PTE_READ_WRITE);
    grant_ref_t first = table_pages * ENTRIES, ref = first + ENTRIES;

    if (!entries)
        return -ENOMEM;
    table[table_pages].entries = entries;
    table[table_pages].records = records;
    table_pages++;
    while (ref-- > first && ref >= GNTTAB_NR_RESERVED_ENTRIES)
        put_free(ref);
    return 0;
}

static int find_limit(void)
{
    int error = grant_table_limit(&table_limit);

    if (table_limit > TABLE_PAGES_MAX)
        table_limit = TABLE_PAGES_MAX;
    return error;
}

static struct lifecycle_keeper keeper = { .suspend = grant_suspend, .resume = grant_resume };

static int grow(void)
{
    struct record *records;
    int error = table_limit ? 0 : find_limit();

    if (error || table_pages == table_limit)
        return -ENOSPC;
    records = map_alloc(1, PTE_READ_WRITE);
    if (!records)
        return -ENOMEM;
    memset(records, 0, PAGE_SIZE);
    error = grant_table_setup(table_pages + 1, frames) ? -ENOSPC : map_next(records);
    if (error)
        map_free(records, 1);
    else if (table_pages == 1)
        lifecycle_keep(&keeper);
    return error;
}

static int take_free(grant_ref_t *ref)
{
    int error = first_free == NO_REF ? grow() : 0;

    if (error)
        return error;
    *ref = first_free;
    first_free = record_of(*ref)->next;
    free_count--;
    return 0;
}

/* --- giving and ending ------------------------------------------------------------ */

int grant_give(domid_t domain, const void *page, enum grant_access access, grant_ref_t *ref)
{
    struct record given = { .domain = domain, .flags = GTF_permit_access };
    domid_t number;
    bool unmask;
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

    unmask = events_save_mask();
    error = take_free(ref);
    if (!error) {
        *record_of(*ref) = given;
        write_entry(*ref, &given, number);
    }
    events_restore(unmask);
    return error;
}

static bool is_given(grant_ref_t ref)
{
    uint16_t flags;

    if (ref < GNTTAB_NR_RESERVED_ENTRIES || ref >= table_pages * ENTRIES)
        return false;
    flags = record_of(ref)->flags;
    return flags != RECORD_FREE && flags != RECORD_LOST;
}

/* Xen may set a bit between the look and the exchange: then look again. */
static bool end_entry(grant_ref_t ref)
{
    volatile uint16_t *flags = &entry_of(ref)->flags;
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
    bool unmask = events_save_mask();
    int error = 0;

    if (!is_given(ref))
        error = -EINVAL;
    else if (!end_entry(ref))
        error = -EBUSY;
    else
        put_free(ref);
    events_restore(unmask);
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

/* The frame stays allocated, mapped nowhere, and nobody knows of it any more. */
static void lose(grant_ref_t ref, void *page)
{
    struct record *record = record_of(ref);

    log_printf("grants: domain %u still uses pfn %x: the page is lost\n", record->domain,
               record->pfn);
    record->flags = RECORD_LOST;
    lost_count++;
    map_unmap(page, 1);
}

int grant_page_free(grant_ref_t ref, void *page)
{
    bool unmask = events_save_mask();
    pfn_t pfn;
    int error = grant_find_page(page, &pfn);

    if (error || !is_given(ref) || record_of(ref)->pfn != pfn) {
        error = -EINVAL;
    } else {
        error = grant_end(ref);
        if (error)
            lose(ref, page);
        else
            map_free(page, 1);
    }
    events_restore(unmask);
    return error;
}

void grant_count(struct grant_counts *counts)
{
    bool unmask = events_save_mask();
    size_t all = table_pages ? table_pages * ENTRIES - GNTTAB_NR_RESERVED_ENTRIES : 0;

    counts->free = free_count;
    counts->used = all - free_count;
    counts->lost = lost_count;
    counts->mapped = grant_pages_mapped;
    events_restore(unmask);
}

/* --- suspension -------------------------------------------------------------------- */

int grant_suspend(void)
{
    unsigned int i;

    if (grant_pages_mapped)
        return -EBUSY;
    for (i = 0; i < table_pages; i++)
        pagetable_remove((uintptr_t)table[i].entries, 1);
    return 0;
}

/* A new table is empty, but for what the tools have put in its reserved entries. */
static void give_again_to_self(void)
{
    grant_ref_t ref;
    domid_t self;

    if (own_number(&self))
        panic("grants: Xen does not tell this domain's number");
    for (ref = GNTTAB_NR_RESERVED_ENTRIES; ref < table_pages * ENTRIES; ref++)
        if (is_given(ref) && record_of(ref)->domain == DOMID_SELF)
            write_entry(ref, record_of(ref), self);
}

void grant_resume(bool cancelled)
{
    unsigned int i;

    if (!table_pages)
        return;
    if (find_limit() || grant_table_setup(table_pages, frames))
        panic("grants: here the table may have %u pages; this domain needs %u", table_limit,
              table_pages);
    for (i = 0; i < table_pages; i++) {
        mfn_t mfn = frames[i];

        pagetable_insert((uintptr_t)table[i].entries, &mfn, 1, PTE_READ_WRITE);
    }
    if (!cancelled)
        give_again_to_self();
}
