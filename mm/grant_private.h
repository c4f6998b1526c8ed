/*
 * What the files about grants share. Private to this folder.
 */
/* SPDX-License-Identifier: MIT */
#ifndef GRANT_PRIVATE_H
#define GRANT_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <arch/cpu.h>
#include <arch/layout.h>
#include <arch/types.h>
#include <hypercall/xen.h>
#include <mm/p2m.h>
#include <xen/grant_table.h>

/* --- the table, mm/grant_table.c: kernel lock held ------------------------------- */

#define GRANT_TABLE_PAGES_MAX 256
#define GRANT_ENTRIES         (PAGE_SIZE / sizeof(struct grant_entry_v1))    /* a page */

/* What Xen's entry does not hold. */
struct grant_record {
    union {
        pfn_t pfn;
        grant_ref_t next;               /* when free */
    };
    domid_t domain;                     /* as the caller gave it: DOMID_SELF is kept */
    uint16_t flags;                     /* the entry's, or one of these two */
};
#define GRANT_RECORD_FREE 0
#define GRANT_RECORD_LOST UINT16_MAX

struct grant_table_page {
    volatile struct grant_entry_v1 *entries;
    struct grant_record *records;
};
extern struct grant_table_page grant_table[GRANT_TABLE_PAGES_MAX];

static inline volatile struct grant_entry_v1 *grant_entry(grant_ref_t ref)
{
    return &grant_table[ref / GRANT_ENTRIES].entries[ref % GRANT_ENTRIES];
}

static inline struct grant_record *grant_record(grant_ref_t ref)
{
    return &grant_table[ref / GRANT_ENTRIES].records[ref % GRANT_ENTRIES];
}

/* Reserved, so 0 can end the list of free refs. */
#define GRANT_NO_REF 0

/* Protected by the kernel lock, as the table is. */
extern struct grant_refs {
    grant_ref_t first_free;
    size_t free_count;
    unsigned int table_pages;
} grant_refs;

/* Maps one more page of the table. -ENOSPC, -ENOMEM. */
int grant_table_grow(void);

/* Takes a free ref, growing the table if need be: -ENOSPC, -ENOMEM. And gives one back. */
static inline int grant_take_free(grant_ref_t *ref)
{
    int error = grant_refs.first_free == GRANT_NO_REF ? grant_table_grow() : 0;

    if (error)
        return error;
    *ref = grant_refs.first_free;
    grant_refs.first_free = grant_record(*ref)->next;
    grant_refs.free_count--;
    return 0;
}

static inline void grant_put_free(grant_ref_t ref)
{
    struct grant_record *record = grant_record(ref);

    record->flags = GRANT_RECORD_FREE;
    record->next = grant_refs.first_free;
    grant_refs.first_free = ref;
    grant_refs.free_count++;
}

/* Is this ref of a grant that was given, and neither ended nor lost? */
static inline bool grant_is_given(grant_ref_t ref)
{
    uint16_t flags;

    if (ref < GNTTAB_NR_RESERVED_ENTRIES || ref >= grant_refs.table_pages * GRANT_ENTRIES)
        return false;
    flags = grant_record(ref)->flags;
    return flags != GRANT_RECORD_FREE && flags != GRANT_RECORD_LOST;
}

/* Writes Xen's entry from the record, the flags last. */
static inline void grant_write_entry(grant_ref_t ref, const struct grant_record *record, domid_t number)
{
    volatile struct grant_entry_v1 *entry = grant_entry(ref);

    entry->frame = pfn_to_mfn(record->pfn);
    entry->domid = number;
    write_barrier();
    entry->flags = record->flags;
}

/* The ref is never free again. */
void grant_lose(grant_ref_t ref);

/* --- both sides ------------------------------------------------------------------ */

/* The domain's number as Xen's table needs it: DOMID_SELF has no meaning there. */
int grant_domain_number(domid_t domain, domid_t *number);

/* The domain's own page behind an address: -EFAULT if there is none. */
int grant_find_page(const void *address, pfn_t *pfn);

/* How many pages of other domains are mapped. */
extern size_t grant_pages_mapped;

#endif
