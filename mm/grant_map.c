/*
 * Pages that other domains have granted: mapping them, and copying from and to them.
 *
 * Xen demands: it writes the page-table entry of a granted page itself, so the L1
 * table must exist; and only its unmap operation may remove the page, or the other
 * domain never gets it back. Xen keeps no order between that and the batch: so the
 * batch is sent first, or an unmapping that waits in it would hit the granted page.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <arch/pagetable.h>
#include <hypercall/grant_table.h>
#include <hypercall/multicall.h>
#include <kernel/lock.h>
#include <lib/util.h>
#include <mm/grant.h>
#include <mm/map.h>
#include <mm/p2m.h>
#include "grant_private.h"

size_t grant_pages_mapped;

static void count_mapped(size_t more, size_t less)
{
    bool unlock = kernel_lock_save();

    grant_pages_mapped += more - less;
    kernel_lock_restore(unlock);
}

/* --- mapping ------------------------------------------------------------------- */

static int map_page(domid_t domain, grant_ref_t ref, uintptr_t va, enum grant_access access,
                    grant_handle_t *handle)
{
    struct gnttab_map_grant_ref map = {
        .host_addr = va,
        .flags = GNTMAP_host_map | (access == GRANT_READ ? GNTMAP_readonly : 0),
        .ref = ref,
        .dom = domain,
    };
    int error = grant_table_map(&map, 1);

    *handle = map.handle;
    return error;
}

static int unmap_page(uintptr_t va, grant_handle_t handle)
{
    struct gnttab_unmap_grant_ref unmap = { .host_addr = va, .handle = handle };

    return grant_table_unmap(&unmap, 1);
}

static int unmap_pages(uintptr_t va, const grant_handle_t *handles, size_t pages)
{
    int error = 0;
    size_t i;

    for (i = 0; i < pages && !error; i++)
        error = unmap_page(va + i * PAGE_SIZE, handles[i]);
    return error;
}

static int grant_map_pages(domid_t domain, const grant_ref_t *refs, size_t pages,
                           enum grant_access access, grant_handle_t *handles, uintptr_t va)
{
    int error = pagetable_make_tables(va, pages);
    size_t i;

    multicall_flush();
    for (i = 0; i < pages && !error; i++)
        error = map_page(domain, refs[i], va + i * PAGE_SIZE, access, &handles[i]);
    if (error && i)
        unmap_pages(va, handles, i - 1);
    return error;
}

int grant_map(domid_t domain, const grant_ref_t *refs, size_t pages, enum grant_access access,
              grant_handle_t *handles, void **start)
{
    domid_t number;
    void *place;
    int error = grant_domain_number(domain, &number);

    if (error)
        return error;
    place = map_reserve(pages);
    if (!place)
        return -ENOMEM;
    error = grant_map_pages(number, refs, pages, access, handles, (uintptr_t)place);
    if (error) {
        map_release(place, pages);
        return error;
    }
    count_mapped(pages, 0);
    *start = place;
    return 0;
}

int grant_unmap(void *start, const grant_handle_t *handles, size_t pages)
{
    int error;

    multicall_flush();
    error = unmap_pages((uintptr_t)start, handles, pages);
    if (error)
        return error;
    map_release(start, pages);
    count_mapped(0, pages);
    return 0;
}

/* --- copying ------------------------------------------------------------------- */

/* The granted side is one page; the local side may lie in two. */
#define PARTS_MAX 2

/* Splits the local side into parts of one page each. */
static int grant_split(const void *local, size_t length, struct gnttab_copy_ptr *parts,
                       uint16_t *lengths)
{
    uintptr_t va = (uintptr_t)local;
    unsigned int count = 0;

    while (length) {
        size_t rest = PAGE_SIZE - va % PAGE_SIZE, n = MIN(rest, length);
        pfn_t pfn;
        int error = grant_find_page((const void *)va, &pfn);

        if (error)
            return error;
        parts[count].u.gmfn = pfn_to_mfn(pfn);
        parts[count].domid = DOMID_SELF;
        parts[count].offset = va % PAGE_SIZE;
        lengths[count++] = n;
        va += n;
        length -= n;
    }
    return count;
}

static int grant_copy(struct gnttab_copy_ptr granted, const void *local, size_t length,
                      bool to_granted)
{
    struct gnttab_copy copies[PARTS_MAX];
    struct gnttab_copy_ptr parts[PARTS_MAX];
    uint16_t lengths[PARTS_MAX];
    int i, count;

    if (length > PAGE_SIZE || granted.offset > PAGE_SIZE - length)
        return -EINVAL;
    multicall_flush();
    count = grant_split(local, length, parts, lengths);
    for (i = 0; i < count; i++) {
        copies[i].source = to_granted ? parts[i] : granted;
        copies[i].dest = to_granted ? granted : parts[i];
        /* An error is negative, so split() filled what is counted. */
        copies[i].len = lengths[i];     /* NOLINT(clang-analyzer-core.uninitialized.Assign) */
        copies[i].flags = to_granted ? GNTCOPY_dest_gref : GNTCOPY_source_gref;
        granted.offset += lengths[i];
    }
    return count > 0 ? grant_table_copy(copies, count) : count;
}

/* An offset too large for its field stays too large, so Xen refuses it. */
static struct gnttab_copy_ptr grant_side(domid_t domain, grant_ref_t ref, size_t offset)
{
    uint16_t in_page = MIN(offset, PAGE_SIZE);

    return (struct gnttab_copy_ptr){ .u.ref = ref, .domid = domain, .offset = in_page };
}

int grant_copy_from(domid_t domain, grant_ref_t ref, size_t offset, void *to, size_t length)
{
    return grant_copy(grant_side(domain, ref, offset), to, length, false);
}

int grant_copy_to(domid_t domain, grant_ref_t ref, size_t offset, const void *from,
                  size_t length)
{
    return grant_copy(grant_side(domain, ref, offset), from, length, true);
}
