/*
 * Between the two sides of grants: private to this folder.
 */
/* SPDX-License-Identifier: MIT */
#ifndef GRANT_PRIVATE_H
#define GRANT_PRIVATE_H

#include <arch/types.h>
#include <hypercall/xen.h>

/* The number by which Xen's table knows a domain: DOMID_SELF means nothing in it. */
int grant_domain_number(domid_t domain, domid_t *number);

/* The page of ours behind an address: -EFAULT if there is none. */
int grant_find_page(const void *address, pfn_t *pfn);

/* Pages of others that are mapped. */
extern size_t grant_pages_mapped;

#endif
