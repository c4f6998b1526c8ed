/*
 * A domain grants to itself, and sees both sides. Xen marks an entry as used while
 * the page is mapped; a kernel that reuses the page regardless lets another domain
 * write to memory in use. No tools of dom0 are needed here.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <arch/pagetable.h>
#include <arch/probe.h>
#include <arch/setup.h>
#include <hypercall/grant_table.h>
#include <hypercall/multicall.h>
#include <kernel/lock.h>
#include <mm/frames.h>
#include <mm/grant.h>
#include <mm/map.h>
#include <mm/p2m.h>
/* The grant table's records, one page lost on purpose, page tables of the map area. */
#define TABLE_PAGES 6
#define VERDICT_LEAK_ALLOWED ((TABLE_PAGES + 1 + 3) * 4096)
#include <verdict.h>

#define REFS        (TABLE_PAGES * 512 - GNTTAB_NR_RESERVED_ENTRIES)
#define SELF        DOMID_SELF
#define NO_DOMAIN   0x7000

static char *page;

static bool readable(const void *address)
{
    char byte;

    return probe_read(&byte, (uintptr_t)address, 1) == 0;
}

static bool writable(const void *address)
{
    char byte;

    return probe_read(&byte, (uintptr_t)address, 1) == 0 &&
           probe_write((uintptr_t)address, &byte, 1) == 0;
}

static struct grant_counts counts(void)
{
    struct grant_counts now;

    grant_count(&now);
    return now;
}

/* --- the table -------------------------------------------------------------------- */

static grant_ref_t refs[REFS];

static void give_all(void)
{
    grant_ref_t one_more;
    size_t i, failed = 0;

    for (i = 0; i < REFS; i++)
        failed += grant_give(SELF, page, GRANT_READ, &refs[i]) != 0;
    CHECK_EQUAL(failed, 0);
    CHECK_EQUAL(grant_give(SELF, page, GRANT_READ, &one_more), -ENOSPC);
    CHECK_EQUAL(counts().used, REFS);
    CHECK_EQUAL(counts().free, 0);
}

static void end_all(void)
{
    size_t i, failed = 0;

    for (i = 0; i < REFS; i++)
        failed += grant_end(refs[i]) != 0;
    CHECK_EQUAL(failed, 0);
    CHECK_EQUAL(counts().used, 0);
    CHECK_EQUAL(counts().free, REFS);
}

/* All possible refs are different, work, and are none of the toolstack's. */
static void check_growth(void)
{
    static unsigned char seen[TABLE_PAGES * 512];
    size_t i, wrong = 0;
    char got[8];

    CHECK_EQUAL(counts().free, 0);
    give_all();
    for (i = 0; i < REFS; i++) {
        wrong += refs[i] < GNTTAB_NR_RESERVED_ENTRIES || refs[i] >= sizeof(seen) ||
                 seen[refs[i] % sizeof(seen)]++;
        page[5] = i;
        wrong += grant_copy_from(SELF, refs[i], 5, got, 1) || got[0] != (char)i;
    }
    CHECK_EQUAL(wrong, 0);
    end_all();
    wrong = 0;
    for (i = 0; i < REFS; i++)
        wrong += grant_copy_from(SELF, refs[i], 0, got, 1) != -EIO;
    CHECK_EQUAL(wrong, 0);
}

/* --- mapping ---------------------------------------------------------------------- */

static void check_map(void)
{
    grant_handle_t handle;
    grant_ref_t ref;
    void *start, *second;

    CHECK_EQUAL(grant_give(SELF, page, GRANT_WRITE, &ref), 0);
    CHECK_EQUAL(grant_map(SELF, &ref, 1, GRANT_WRITE, &handle, &start), 0);
    CHECK(start != page);
    strcpy(start, "by the other side");
    CHECK(!strcmp(page, "by the other side"));
    page[0] = 'B';
    CHECK_EQUAL(*(char *)start, 'B');
    CHECK_EQUAL(counts().mapped, 1);

    CHECK_EQUAL(grant_end(ref), -EBUSY);
    *(char *)start = 'b';                       /* ours is still usable */
    CHECK_EQUAL(page[0], 'b');
    CHECK_EQUAL(grant_unmap(start, &handle, 1), 0);
    CHECK(!readable(start));
    CHECK_EQUAL(counts().mapped, 0);
    CHECK_EQUAL(grant_end(ref), 0);
    CHECK_EQUAL(grant_map(SELF, &ref, 1, GRANT_READ, &handle, &second), -EIO);
    CHECK_EQUAL(grant_end(ref), -EINVAL);
}

static void check_read_only(void)
{
    grant_handle_t handle;
    grant_ref_t ref;
    void *start;
    char got[4];

    CHECK_EQUAL(grant_give(SELF, page, GRANT_READ, &ref), 0);
    CHECK_EQUAL(grant_map(SELF, &ref, 1, GRANT_WRITE, &handle, &start), -EIO);
    CHECK_EQUAL(grant_map(SELF, &ref, 1, GRANT_READ, &handle, &start), 0);
    CHECK(readable(start) && !writable(start));
    CHECK_EQUAL(grant_end(ref), -EBUSY);
    CHECK_EQUAL(grant_unmap(start, &handle, 1), 0);
    memcpy(page, "abc", 4);
    CHECK_EQUAL(grant_copy_to(SELF, ref, 0, "xyz", 4), -EIO);
    CHECK(!strcmp(page, "abc"));
    CHECK_EQUAL(grant_copy_from(SELF, ref, 0, got, 4), 0);
    CHECK(!strcmp(got, "abc"));
    CHECK_EQUAL(grant_end(ref), 0);

    /* A page granted for writing may be mapped for reading only. */
    CHECK_EQUAL(grant_give(SELF, page, GRANT_WRITE, &ref), 0);
    CHECK_EQUAL(grant_map(SELF, &ref, 1, GRANT_READ, &handle, &start), 0);
    CHECK(readable(start) && !writable(start));
    CHECK_EQUAL(grant_unmap(start, &handle, 1), 0);
    CHECK_EQUAL(grant_end(ref), 0);
}

/* Several pages are mapped in order, and all or none. */
static void check_map_many(void)
{
    enum { PAGES = 5 };
    char *ours = map_alloc(PAGES, PTE_READ_WRITE), *start;
    grant_handle_t handles[PAGES];
    grant_ref_t those[PAGES];
    void *place;
    size_t i;

    for (i = 0; i < PAGES; i++) {
        ours[i * PAGE_SIZE] = 'a' + i;
        CHECK_EQUAL(grant_give(SELF, ours + (PAGES - 1 - i) * PAGE_SIZE, GRANT_WRITE, &those[i]),
                    0);
    }
    CHECK_EQUAL(grant_map(SELF, those, PAGES, GRANT_WRITE, handles, &place), 0);
    start = place;
    for (i = 0; i < PAGES; i++)
        CHECK_EQUAL(start[i * PAGE_SIZE], 'a' + PAGES - 1 - i);
    CHECK(!readable(start - 1) && !readable(start + PAGES * PAGE_SIZE));
    CHECK_EQUAL(counts().mapped, PAGES);
    CHECK_EQUAL(grant_unmap(start, handles, PAGES), 0);

    CHECK_EQUAL(grant_end(those[3]), 0);
    CHECK_EQUAL(grant_map(SELF, those, PAGES, GRANT_WRITE, handles, &place), -EIO);
    CHECK_EQUAL(counts().mapped, 0);
    for (i = 0; i < PAGES; i++)
        CHECK_EQUAL(grant_end(those[i]), i == 3 ? -EINVAL : 0);
    map_free(ours, PAGES);
}

/* A batched unmapping must not hit the granted page that is mapped there next. */
static void check_map_in_batch(void)
{
    mfn_t mfn = pte_mfn(pagetable_lookup((uintptr_t)page));
    grant_handle_t handle;
    grant_ref_t ref;
    void *old, *start;

    CHECK_EQUAL(grant_give(SELF, page, GRANT_READ, &ref), 0);
    old = map_frames(&mfn, 1, PTE_READ_ONLY);
    lazy_begin(LAZY_MMU);
    map_unmap(old, 1);
    CHECK_EQUAL(grant_map(SELF, &ref, 1, GRANT_READ, &handle, &start), 0);
    lazy_end(LAZY_MMU);
    CHECK(start == old);
    CHECK(readable(start));
    CHECK_EQUAL(grant_unmap(start, &handle, 1), 0);
    CHECK_EQUAL(grant_end(ref), 0);
}

/* Maps where no page table exists yet. */
static void check_map_far(void)
{
    void *low[128], *far = map_reserve(1024), *start;
    grant_handle_t handle;
    grant_ref_t ref;
    size_t count = 0;

    while (count < 128 && (uintptr_t)(low[count] = map_reserve(1)) < LOW_MAP_END)
        count++;
    CHECK(count < 128);
    CHECK_EQUAL(grant_give(SELF, page, GRANT_READ, &ref), 0);
    CHECK_EQUAL(grant_map(SELF, &ref, 1, GRANT_READ, &handle, &start), 0);
    CHECK((char *)start > (char *)far && readable(start));
    CHECK_EQUAL(grant_unmap(start, &handle, 1), 0);
    CHECK_EQUAL(grant_end(ref), 0);
    map_release(low[count], 1);
    while (count--)
        map_release(low[count], 1);
    map_release(far, 1024);
}

/* --- copying ----------------------------------------------------------------------- */

static void check_copy(void)
{
    static char buffer[3 * PAGE_SIZE];
    char *middle = (char *)(((uintptr_t)buffer + PAGE_SIZE) & ~(uintptr_t)PAGE_MASK);
    size_t i, wrong = 0;
    grant_ref_t ref;

    CHECK_EQUAL(grant_give(SELF, page, GRANT_WRITE, &ref), 0);
    for (i = 0; i < PAGE_SIZE; i++)
        page[i] = i * 7;
    /* A whole page, to memory that lies in two pages. */
    CHECK_EQUAL(grant_copy_from(SELF, ref, 0, middle - 100, PAGE_SIZE), 0);
    for (i = 0; i < PAGE_SIZE; i++)
        wrong += middle[i - 100] != (char)(i * 7);
    CHECK_EQUAL(wrong, 0);
    memset(middle - 100, 'x', 200);
    CHECK_EQUAL(grant_copy_to(SELF, ref, 1000, middle - 100, 200), 0);
    for (i = 0; i < PAGE_SIZE; i++)
        wrong += page[i] != (i < 1000 || i >= 1200 ? (char)(i * 7) : 'x');
    CHECK_EQUAL(wrong, 0);
    CHECK_EQUAL(grant_copy_from(SELF, ref, PAGE_SIZE, middle, 0), 0);

    CHECK_EQUAL(grant_copy_from(SELF, ref, 1, middle, PAGE_SIZE), -EINVAL);
    CHECK_EQUAL(grant_copy_from(SELF, ref, PAGE_SIZE, middle, 1), -EINVAL);
    CHECK_EQUAL(grant_copy_to(SELF, ref, SIZE_MAX, middle, 1), -EINVAL);
    CHECK_EQUAL(grant_copy_to(SELF, ref, 0x10000, middle, 1), -EINVAL);
    CHECK_EQUAL(grant_copy_to(SELF, ref, 0, middle, SIZE_MAX), -EINVAL);
    CHECK_EQUAL(grant_copy_to(SELF, ref, 0, NULL, 4), -EFAULT);
    CHECK_EQUAL(grant_copy_from(SELF, 999999, 0, middle, 4), -ENOENT);
    CHECK_EQUAL(grant_copy_from(NO_DOMAIN, ref, 0, middle, 4), -ESRCH);
    CHECK_EQUAL(grant_end(ref), 0);
}

/* --- mistakes ---------------------------------------------------------------------- */

static void check_mistakes(void)
{
    grant_handle_t handle, wrong;
    grant_ref_t ref, other;
    char *second = grant_page_alloc(0, GRANT_WRITE, &other);
    void *start;

    CHECK_EQUAL(grant_give(SELF, page + 1, GRANT_READ, &ref), -EINVAL);
    CHECK_EQUAL(grant_give(SELF, NULL, GRANT_READ, &ref), -EFAULT);
    CHECK_EQUAL(grant_give(SELF, arch_shared_info(), GRANT_READ, &ref), -EFAULT);
    CHECK_EQUAL(grant_give(SELF, (void *)pagetable_xen_start(), GRANT_READ, &ref), -EFAULT);
    CHECK_EQUAL(grant_end(0), -EINVAL);
    CHECK_EQUAL(grant_end(GNTTAB_NR_RESERVED_ENTRIES - 1), -EINVAL);
    CHECK_EQUAL(grant_end(TABLE_PAGES * 512), -EINVAL);
    CHECK_EQUAL(grant_end(UINT32_MAX), -EINVAL);

    CHECK_EQUAL(grant_give(SELF, page, GRANT_READ, &ref), 0);
    CHECK_EQUAL(grant_map(NO_DOMAIN, &ref, 1, GRANT_READ, &handle, &start), -ESRCH);
    CHECK_EQUAL(grant_map(SELF, &other, 1, GRANT_READ, &handle, &start), -EIO);   /* granted to dom0 */
    CHECK_EQUAL(grant_map(SELF, &ref, 1 << 20, GRANT_READ, &handle, &start), -ENOMEM);
    CHECK_EQUAL(grant_map(SELF, &ref, 1, GRANT_READ, &handle, &start), 0);
    wrong = handle + 1;
    CHECK_EQUAL(grant_unmap(start, &wrong, 1), -EINVAL);
    CHECK(readable(start));
    CHECK_EQUAL(grant_unmap(start, &handle, 1), 0);
    CHECK_EQUAL(grant_page_free(ref, second), -EINVAL);         /* the ref of another page */
    CHECK_EQUAL(grant_page_free(other, NULL), -EINVAL);
    CHECK_EQUAL(grant_page_free(other, second), 0);
    CHECK(!readable(second));
    CHECK_EQUAL(grant_end(ref), 0);
}

/* --- a peer that does not let go -------------------------------------------------- */

static bool frame_comes_again(pfn_t lost)
{
    static pfn_t all[4096];
    size_t count = 0;
    bool again = false;

    while (count < 4096 && (all[count] = frame_alloc()) != PFN_NONE)
        again |= all[count++] == lost;
    CHECK(count > 100 && count < 4096);
    while (count--)
        frame_free(all[count]);
    return again;
}

static void check_lost(void)
{
    grant_handle_t handle;
    grant_ref_t ref;
    char *lent = grant_page_alloc(SELF, GRANT_WRITE, &ref);
    pfn_t pfn = mfn_to_pfn(pte_mfn(pagetable_lookup((uintptr_t)lent)));
    char *kept;
    void *start;
    size_t i;

    for (i = 0; i < PAGE_SIZE; i++)
        if (lent[i])
            break;
    CHECK_EQUAL(i, PAGE_SIZE);
    CHECK_EQUAL(grant_map(SELF, &ref, 1, GRANT_WRITE, &handle, &start), 0);
    kept = start;
    CHECK_EQUAL(counts().lost, 0);
    CHECK_EQUAL(grant_page_free(ref, lent), -EBUSY);
    CHECK_EQUAL(counts().lost, 1);
    CHECK(!readable(lent));
    *kept = 1;                                  /* the peer still writes to it */
    CHECK(!frame_comes_again(pfn));
    CHECK_EQUAL(grant_page_free(ref, kept), -EINVAL);
    CHECK_EQUAL(grant_end(ref), -EINVAL);
    CHECK_EQUAL(grant_unmap(start, &handle, 1), 0);
    CHECK(!frame_comes_again(pfn));             /* not later either */
    CHECK_EQUAL(counts().used, 1);
    for (i = 0; i < REFS - 1; i++)
        if (grant_give(SELF, page, GRANT_READ, &refs[i]) || refs[i] == ref)
            break;
    CHECK_EQUAL(i, REFS - 1);
    while (i--)
        grant_end(refs[i]);
}

/* --- suspension --------------------------------------------------------------------- */

/* Counts pages in the map areas that are not this domain's: they would prevent a save. */
static unsigned int strangers(void)
{
    uintptr_t va;
    unsigned int count = 0;

    for (va = LOW_MAP_START; va < pagetable_map_end(); va += PAGE_SIZE) {
        pte_t pte = pagetable_lookup(va);

        if (va == LOW_MAP_END)
            va = pagetable_map_end() - MAP_AREA_SIZE;
        count += pte & PTE_PRESENT && mfn_to_pfn(pte_mfn(pte)) == PFN_NONE;
    }
    return count;
}

/* Maps a page of Xen's grant table. */
static struct grant_entry_v1 *map_table_page(unsigned int i)
{
    xen_pfn_t frames[TABLE_PAGES];
    mfn_t mfn;

    CHECK_EQUAL(grant_table_setup(TABLE_PAGES, frames), 0);
    mfn = frames[i];
    return map_frames(&mfn, 1, PTE_READ_WRITE);
}

/* A restored domain has a new table: it holds only the toolstack's entries. */
static void empty_table(void)
{
    unsigned int i;

    for (i = 0; i < TABLE_PAGES; i++) {
        struct grant_entry_v1 *entries = map_table_page(i);
        size_t kept = i ? 0 : GNTTAB_NR_RESERVED_ENTRIES * sizeof(*entries);

        memset((char *)entries + kept, 0, PAGE_SIZE - kept);
        map_unmap(entries, 1);
    }
}

static unsigned int entry_flags(grant_ref_t ref)
{
    struct grant_entry_v1 *entries = map_table_page(ref / 512);
    unsigned int flags = entries[ref % 512].flags;

    map_unmap(entries, 1);
    return flags;
}

static void suspend_and_resume(bool cancelled)
{
    unsigned int before = strangers(), meanwhile;

    kernel_lock();
    CHECK_EQUAL(grant_suspend(), 0);
    meanwhile = strangers();
    if (!cancelled)
        empty_table();
    grant_resume(cancelled);
    kernel_unlock();
    CHECK_EQUAL(before - meanwhile, TABLE_PAGES);
    CHECK_EQUAL(strangers(), before);
}

static void check_suspend(void)
{
    grant_handle_t handle;
    grant_ref_t ref, other;
    void *start;
    char got[4];

    CHECK_EQUAL(grant_give(0, page, GRANT_READ, &other), 0);
    CHECK_EQUAL(grant_give(SELF, page, GRANT_READ, &ref), 0);
    CHECK_EQUAL(grant_map(SELF, &ref, 1, GRANT_READ, &handle, &start), 0);
    CHECK_EQUAL(grant_suspend(), -EBUSY);
    CHECK_EQUAL(grant_unmap(start, &handle, 1), 0);
    memcpy(page, "abc", 4);
    suspend_and_resume(true);
    CHECK_EQUAL(entry_flags(other), GTF_permit_access | GTF_readonly);
    CHECK_EQUAL(grant_copy_from(SELF, ref, 0, got, 4), 0);
    suspend_and_resume(false);
    CHECK_EQUAL(entry_flags(other), 0);
    memset(got, 0, 4);
    CHECK_EQUAL(grant_copy_from(SELF, ref, 0, got, 4), 0);
    CHECK(!strcmp(got, "abc"));
    CHECK_EQUAL(grant_copy_to(SELF, ref, 0, "xyz", 4), -EIO);
    CHECK_EQUAL(grant_end(ref), 0);
    CHECK_EQUAL(grant_end(other), 0);
}

void test(void)
{
    size_t before;

    page = map_alloc(1, PTE_READ_WRITE);
    check_growth();
    check_map_far();
    before = ringlet_memory_free();
    check_map();
    check_read_only();
    check_map_many();
    check_map_in_batch();
    check_copy();
    check_mistakes();
    check_suspend();
    CHECK_EQUAL(ringlet_memory_free(), before);
    check_lost();
    CHECK_EQUAL(ringlet_memory_free(), before - PAGE_SIZE);
    map_free(page, 1);
}
