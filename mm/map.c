/*
 * The map areas.
 *
 * There are two, each with a bitmap of its pages: the low one, whose page table
 * exists from the start, so that a small guest needs no further tables; and, when
 * that is full, the large one below the table window. A block is a guard page and
 * then its pages. Another block's guard, or free space, follows; so there is an
 * unmapped page on both sides of every mapping.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <arch/pagetable.h>
#include <arch/setup.h>
#include <diag/failure.h>
#include <diag/panic.h>
#include <hypercall/multicall.h>
#include <kernel/lock.h>
#include <lib/util.h>
#include <mm/frames.h>
#include <mm/heap.h>
#include <mm/map.h>
#include <mm/p2m.h>

#define GUARD_PAGES     1
#define LOW_PAGES       ((LOW_MAP_END - LOW_MAP_START) / PAGE_SIZE)
#define HIGH_PAGES      (MAP_AREA_SIZE / PAGE_SIZE)

#define AREAS           2

/* Protected by the kernel lock. A set bit is an address in use; below a hint is no free page. */
static unsigned long low_used[LOW_PAGES / WORD_BITS], high_used[HIGH_PAGES / WORD_BITS];
static size_t hints[AREAS];

static struct area {
    uintptr_t start;
    size_t pages;
    size_t *hint;
    unsigned long *used;
} areas[AREAS] READ_ONLY_AFTER_START;

void map_init(void)
{
    uintptr_t low = pagetable_low_map_first();

    /* The last page before VIRT_BASE stays free, as a guard. */
    areas[0] = (struct area){ low, (LOW_MAP_END - low) / PAGE_SIZE - GUARD_PAGES, &hints[0],
                              low_used };
    areas[1] = (struct area){ pagetable_map_end() - MAP_AREA_SIZE, HIGH_PAGES - GUARD_PAGES,
                              &hints[1], high_used };
}

static bool page_used(const struct area *area, size_t page)
{
    return area->used[page / WORD_BITS] & 1UL << page % WORD_BITS;
}

/* How many pages from this one on are as it is, at one look: a word's or one. */
static inline size_t pages_alike(const struct area *area, size_t page, size_t end)
{
    unsigned long word = area->used[page / WORD_BITS];

    return page % WORD_BITS == 0 && end - page >= WORD_BITS && word + 1 <= 1 ? WORD_BITS : 1;
}

static void map_mark(const struct area *area, size_t first, size_t count, bool used)
{
    size_t page, n;

    for (page = first; page < first + count; page += n) {
        n = pages_alike(area, page, first + count);
        if (page_used(area, page) == used)
            panic("map: page %08lx is %s already",
                  (unsigned long)(area->start + page * PAGE_SIZE), used ? "in use" : "free");
        area->used[page / WORD_BITS] ^= n > 1 ? ~0UL : 1UL << page % WORD_BITS;
    }
}

/* First fit: the first of count free pages in a row, or the area's size. */
static size_t find_run(const struct area *area, size_t count)
{
    size_t page, n, run = 0;

    for (page = *area->hint; page < area->pages && run < count; page += n) {
        n = pages_alike(area, page, area->pages);
        run = page_used(area, page) ? 0 : run + n;
    }
    return run < count ? area->pages : page - run;
}

static void *reserve_in(const struct area *area, size_t pages)
{
    size_t first = find_run(area, pages);

    if (first == area->pages)
        return NULL;
    map_mark(area, first, pages, true);
    if (*area->hint == first)
        *area->hint += pages;
    while (*area->hint < area->pages && page_used(area, *area->hint))
        ++*area->hint;
    return (void *)(area->start + (first + GUARD_PAGES) * PAGE_SIZE);
}

void *map_reserve(size_t pages)
{
    bool unlock = kernel_lock_save();
    void *start = NULL;
    size_t i;

    if (failure_here())
        pages = 0;              /* finds none */
    for (i = 0; i < AREAS && !start && pages && pages < HIGH_PAGES; i++)
        start = reserve_in(&areas[i], pages + GUARD_PAGES);
    kernel_lock_restore(unlock);
    return start;
}

static const struct area *area_of(uintptr_t va)
{
    return va >= areas[1].start ? &areas[1] : &areas[0];
}

/*
 * Pages that come back must be pages that were given. This is checked before anything
 * is unmapped, or a caller's mistake would unmap the kernel's own pages.
 */
static void check_taken(const char *call, const void *start, size_t pages)
{
    const struct area *area = area_of((uintptr_t)start);
    size_t first = ((uintptr_t)start - area->start) / PAGE_SIZE;

    if (!((uintptr_t)start & PAGE_MASK) && (uintptr_t)start > area->start && pages &&
        pages <= area->pages && first + pages <= area->pages && page_used(area, first - 1) &&
        page_used(area, first) && page_used(area, first + pages - 1))
        return;
    panic("%s: %lu pages at %p are none of the map areas'", call, (unsigned long)pages, start);
}

/* Takes pages back: a whole block with its guard, or a part of it. */
static void map_release_range(uintptr_t start, size_t pages)
{
    const struct area *area = area_of(start);
    size_t first = (start - area->start) / PAGE_SIZE;
    bool unlock = kernel_lock_save();

    map_mark(area, first, pages, false);
    if (first < *area->hint)
        *area->hint = first;
    kernel_lock_restore(unlock);
}

void map_release(void *start, size_t pages)
{
    check_taken("map_release", start, pages);
    map_release_range((uintptr_t)start - GUARD_PAGES * PAGE_SIZE, pages + GUARD_PAGES);
}

/* The caller is about to use the mapping, so a lazy section does not delay it. */
void *map_frames(const mfn_t *mfns, size_t pages, pte_t flags)
{
    void *start = map_reserve(pages);

    if (start && pagetable_insert((uintptr_t)start, mfns, pages, flags)) {
        map_release(start, pages);
        return NULL;
    }
    multicall_flush();
    return start;
}

void map_unmap(void *start, size_t pages)
{
    check_taken("map_unmap", start, pages);
    pagetable_remove((uintptr_t)start, pages);
    map_release(start, pages);
}

/* Frames are taken and mapped this many at a time: so long is the kernel lock held. */
#define ROUND_PAGES 32
static mfn_t round_mfns[ROUND_PAGES];

static int map_round(uintptr_t va, size_t pages, pte_t flags)
{
    bool unlock = kernel_lock_save();
    int error = frame_alloc_many(round_mfns, pages);

    if (!error) {
        error = pagetable_insert(va, round_mfns, pages, flags);
        while (error && pages--)
            frame_free(mfn_to_pfn(round_mfns[pages]));
    }
    kernel_lock_restore(unlock);
    return error;
}

static mfn_t mapped_mfn(uintptr_t va)
{
    pte_t pte = pagetable_lookup(va);

    if (!(pte & PTE_PRESENT))
        panic("map_depopulate: nothing is mapped at %08lx", (unsigned long)va);
    return pte_mfn(pte);
}

void map_depopulate(uintptr_t va, size_t pages)
{
    while (pages) {
        size_t i, n = MIN(pages, ROUND_PAGES);
        bool unlock = kernel_lock_save();

        for (i = 0; i < n; i++)
            round_mfns[i] = mapped_mfn(va + i * PAGE_SIZE);
        if (pagetable_remove(va, n))
            panic("map_depopulate: %08lx is no page of ours", (unsigned long)va);
        for (i = 0; i < n; i++)
            frame_free(mfn_to_pfn(round_mfns[i]));
        kernel_lock_restore(unlock);
        va += n * PAGE_SIZE;
        pages -= n;
    }
}

int map_populate(uintptr_t va, size_t pages, pte_t flags)
{
    size_t done = 0;

    if (pages > frames_free() + heap_spare_pages())
        return -ENOMEM;                 /* before page tables are made for nothing */
    while (done < pages) {
        size_t left = pages - done, n = MIN(left, ROUND_PAGES);
        int error = map_round(va + done * PAGE_SIZE, n, flags);

        if (error) {
            map_depopulate(va, done);
            return error;
        }
        done += n;
    }
    multicall_flush();
    return 0;
}

int map_protect(uintptr_t va, size_t pages, pte_t flags)
{
    int error = 0;

    while (pages && !error) {
        size_t n = MIN(pages, ROUND_PAGES);

        error = pagetable_protect(va, n, flags);
        va += n * PAGE_SIZE;
        pages -= n;
    }
    return error;
}

void *map_alloc(size_t pages, pte_t flags)
{
    void *start = map_reserve(pages);

    if (start && map_populate((uintptr_t)start, pages, flags)) {
        map_release(start, pages);
        return NULL;
    }
    return start;
}

void map_free(void *start, size_t pages)
{
    check_taken("map_free", start, pages);
    map_depopulate((uintptr_t)start, pages);
    map_release(start, pages);
}

/*
 * A guard is never mapped, so a mapped neighbour belongs to the same block. If the
 * block keeps pages behind the freed ones, the last freed page becomes their guard.
 */
void map_free_part(void *start, size_t pages)
{
    uintptr_t first = (uintptr_t)start, end = first + pages * PAGE_SIZE;
    bool left_before, left_behind;

    check_taken("map_free_part", start, pages);
    left_before = pagetable_lookup(first - PAGE_SIZE) & PTE_PRESENT;
    left_behind = pagetable_lookup(end) & PTE_PRESENT;
    map_depopulate(first, pages);
    if (!left_before)
        first -= GUARD_PAGES * PAGE_SIZE;
    if (left_behind)
        end -= GUARD_PAGES * PAGE_SIZE;
    if (end > first)
        map_release_range(first, (end - first) / PAGE_SIZE);
}
