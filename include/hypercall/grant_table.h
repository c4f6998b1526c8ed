/*
 * Grant table operations. At once; 0 or a negative errno. Any context.
 *
 * Map, unmap and copy take arrays; each element then has a status of its own,
 * 0 or a GNTST_ error, and the call returns the first error as an errno:
 * -EIO (a general error, usually that access was not granted), -ESRCH (no such
 * domain), -ENOENT (no such grant), -EACCES, -EFAULT, -EINVAL, -EAGAIN, -ENOSPC.
 *
 * For the table itself use <mm/grant.h>, which stands on these.
 * Rests on <xen/grant_table.h>.
 */
/* SPDX-License-Identifier: MIT */
#ifndef HYPERCALL_GRANT_TABLE_H
#define HYPERCALL_GRANT_TABLE_H

#include <hypercall/xen.h>
#include <xen/grant_table.h>

/* The number of pages the table may have. */
int grant_table_limit(unsigned int *pages);

/* Grows the table to at least this many pages, and stores their frames. */
int grant_table_setup(unsigned int pages, xen_pfn_t *frames);

int grant_table_map(struct gnttab_map_grant_ref *maps, unsigned int count);
int grant_table_unmap(struct gnttab_unmap_grant_ref *unmaps, unsigned int count);
int grant_table_copy(struct gnttab_copy *copies, unsigned int count);

#endif
