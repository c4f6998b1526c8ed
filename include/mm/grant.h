/*
 * Grants: pages of this domain that another may use, and pages of other domains.
 *
 * A grant is an entry in a table that Xen reads; the other domain uses its number,
 * the ref. Pages are page-aligned addresses of mapped memory. DOMID_SELF means this
 * domain. All calls return 0 or a negative errno; Xen's are listed in
 * <hypercall/grant_table.h>. Any context.
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

/* --- this domain's pages, for others ------------------------------------------- */

/*
 * Lets a domain map the page and copy from it; with GRANT_WRITE, also write to it.
 * -EINVAL: not page-aligned; -EFAULT: no mapped page of this domain; -ENOSPC: the
 * table is full and cannot grow; -ENOMEM.
 */
int grant_give(domid_t domain, const void *page, enum grant_access access, grant_ref_t *ref);

/*
 * Ends access and frees the ref. -EBUSY: the other domain still uses the page.
 * Nothing has changed then, and the page must not be used for anything else: try
 * again, or leave it. -EINVAL: no such grant.
 */
int grant_end(grant_ref_t ref);

/*
 * Pages made for granting. grant_page_alloc() gives a cleared page, granted; NULL
 * without memory or room in the table. grant_page_free() ends access and frees the
 * page. If the other domain still uses it: -EBUSY, and ref and frame are kept for
 * ever, and counted. The address is unmapped in both cases. -EINVAL, with nothing
 * changed: ref is no grant of that page.
 */
void *grant_page_alloc(domid_t domain, enum grant_access access, grant_ref_t *ref);
int grant_page_free(grant_ref_t ref, void *page);

/* What the table holds; free and used together are all refs so far. */
struct grant_counts {
    size_t free, used;
    size_t lost;            /* of the used ones: kept for ever, as another domain still uses the page */
    size_t mapped;          /* mapped pages of other domains */
};
void grant_count(struct grant_counts *counts);

/* --- other domains' pages ------------------------------------------------------- */

/*
 * Maps pages of another domain, one after the other, in the map area: all or none.
 * Handles are for grant_unmap(), one for each page. Such a page has no pfn. Unmap
 * them before a suspension: the domain cannot be saved with them.
 */
int grant_map(domid_t domain, const grant_ref_t *refs, size_t pages, enum grant_access access,
              grant_handle_t *handles, void **start);

/* Unmaps all of a mapping. -EINVAL: not one that grant_map() gave; it stays mapped then. */
int grant_unmap(void *start, const grant_handle_t *handles, size_t pages);

/*
 * Copies without mapping: length bytes from, or to, an offset in the granted page.
 * -EINVAL: beyond that page; -EFAULT: the local side is not this domain's mapped
 * memory. On an error some bytes may have been copied.
 */
int grant_copy_from(domid_t domain, grant_ref_t ref, size_t offset, void *to, size_t length);
int grant_copy_to(domid_t domain, grant_ref_t ref, size_t offset, const void *from,
                  size_t length);

/* --- suspension ---------------------------------------------------------------- */

/*
 * Around a suspension, kernel lock held. suspend unmaps the table, whose pages are
 * Xen's; -EBUSY, with nothing changed, if pages of other domains are mapped. resume
 * maps the table again. After a restore (not cancelled), grants to this domain itself
 * are made again under the same ref. Other grants have no effect any more, as the
 * number may now be another domain's; they still have to be ended.
 */
int grant_suspend(void);
void grant_resume(bool cancelled);

#endif
