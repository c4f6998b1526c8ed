/*
 * Grants: pages of ours that another domain may use, and pages of others.
 *
 * A grant is an entry in a table that Xen reads; its number, the ref, is what
 * the other domain is told. Pages are page-aligned addresses of mapped memory.
 * DOMID_SELF is understood as this domain. 0 or a negative errno; those of Xen
 * are listed in <hypercall/grant_table.h>. Any context.
 * Rests on <xen/grant_table.h>, version 1 of the table.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MM_GRANT_H
#define MM_GRANT_H

#include <stdbool.h>
#include <stddef.h>
#include <hypercall/xen.h>
#include <xen/grant_table.h>

enum grant_access { GRANT_READ, GRANT_WRITE };

/* --- ours to others ---------------------------------------------------------- */

/*
 * Lets a domain map the page and copy from it, with GRANT_WRITE to it too.
 * -EINVAL: not page-aligned; -EFAULT: no mapped page of ours; -ENOSPC: the table
 * is full and cannot grow; -ENOMEM.
 */
int grant_give(domid_t domain, const void *page, enum grant_access access, grant_ref_t *ref);

/*
 * Ends access; the ref is free. -EBUSY: the other domain uses the page still.
 * Nothing has changed then, and the page must not be used for anything else:
 * try again, or leave it. -EINVAL: no such grant.
 */
int grant_end(grant_ref_t ref);

/*
 * A page for the purpose. grant_page_alloc(): cleared, and granted; NULL without
 * memory or room in the table. grant_page_free(): ends access and gives the page
 * back; if the other domain uses it still, -EBUSY, and then ref and frame are
 * kept for ever, and counted; the address is gone in both cases. -EINVAL, and
 * nothing has changed: ref is no grant of that page.
 */
void *grant_page_alloc(domid_t domain, enum grant_access access, grant_ref_t *ref);
int grant_page_free(grant_ref_t ref, void *page);

/* What the table holds; free and used together are all refs there are so far. */
struct grant_counts {
    size_t free, used;
    size_t lost;            /* of those used: kept for ever, another domain did not let go */
    size_t mapped;          /* pages of others that are mapped */
};
void grant_count(struct grant_counts *counts);

/* --- others' ------------------------------------------------------------------ */

/*
 * Maps pages of another domain one after the other, at an address of the map
 * area: all or none. Handles are for grant_unmap(), one a page. Such a page has
 * no pfn. They are unmapped before a suspension: the domain cannot be saved
 * with them.
 */
int grant_map(domid_t domain, const grant_ref_t *refs, size_t pages, enum grant_access access,
              grant_handle_t *handles, void **start);

/* Takes it back, all of it. -EINVAL: not what grant_map() gave; the address stays then. */
int grant_unmap(void *start, const grant_handle_t *handles, size_t pages);

/*
 * Copies without mapping: length bytes from, or to, an offset in the granted
 * page. -EINVAL: beyond that page; -EFAULT: our side is not mapped memory of
 * ours. On an error some of it may have been copied.
 */
int grant_copy_from(domid_t domain, grant_ref_t ref, size_t offset, void *to, size_t length);
int grant_copy_to(domid_t domain, grant_ref_t ref, size_t offset, const void *from,
                  size_t length);

/* --- suspension ---------------------------------------------------------------- */

/*
 * Around a suspension, kernel lock held. suspend: the table's pages are Xen's, and
 * are unmapped; -EBUSY if pages of others are mapped, and nothing has changed.
 * resume: the table is mapped again. If the domain is another now (not
 * cancelled), grants to it itself are made again under the same ref; others have
 * no effect any more, as the number of another domain may now be a stranger's:
 * they remain to be ended.
 */
int grant_suspend(void);
void grant_resume(bool cancelled);

#endif
