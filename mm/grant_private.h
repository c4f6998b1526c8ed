/*
 * What the files about grants share. Private to this folder.
 */
/* SPDX-License-Identifier: MIT */
#ifndef GRANT_PRIVATE_H
#define GRANT_PRIVATE_H

#include <stdbool.h>
#include <arch/types.h>
#include <hypercall/xen.h>
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

/* Takes a free ref, growing the table if need be: -ENOSPC, -ENOMEM. And gives one back. */
int grant_take_free(grant_ref_t *ref);
void grant_put_free(grant_ref_t ref);

/* Is this ref of a grant that was given, and neither ended nor lost? */
bool grant_is_given(grant_ref_t ref);

/* Writes Xen's entry from the record, the flags last. */
void grant_write_entry(grant_ref_t ref, const struct grant_record *record, domid_t number);

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
