/*
 * The heap's break.
 *
 *     start ......... brk ........... mapped ........... limit
 *           in use         spare             addresses only
 *
 * Its first part was mapped by the domain builder and is not used otherwise, so
 * growing into it costs nothing. Beyond that, several pages are mapped at a time, so
 * a program that grows its heap byte by byte seldom calls Xen. Spare pages are not
 * lost to others: the frame allocator takes them back when it runs out.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <arch/pagetable.h>
#include <kernel/lock.h>
#include <lib/util.h>
#include <mm/frames.h>
#include <mm/heap.h>
#include <mm/map.h>
#include <mm/p2m.h>

/*
 * Grows and shrinks by at most STEP_PAGES while the kernel lock is held. A step that makes a
 * page table holds it longest, so it has fewer pages.
 */
#define STEP_PAGES 32
#define STEP_PAGES_WITH_TABLE 8

/* Keeps at most twice this much spare when it shrinks. */
#define SPARE_PAGES 32

/* Gives back at most this many pages at once: about a thread's stack. */
#define GIVE_BACK_PAGES 16

/* Protected by the kernel lock. */
static struct {
    uintptr_t start, brk, mapped, limit;
    bool growing;               /* nothing is given back meanwhile */
} heap;

static uintptr_t page_up(uintptr_t va)
{
    return ROUND_UP(va, PAGE_SIZE);
}

void heap_init(uintptr_t start, uintptr_t mapped_end, uintptr_t limit)
{
    heap.start = heap.brk = start;
    heap.mapped = mapped_end;
    heap.limit = limit;
}

/* The step if it can be had, else what is needed of it. */
static int map_step(uintptr_t end)
{
    size_t needed = (page_up(end) - heap.mapped) / PAGE_SIZE;
    size_t room = (heap.limit - heap.mapped) / PAGE_SIZE;
    size_t step = heap.mapped % L1_SPAN ? STEP_PAGES - heap.mapped / PAGE_SIZE % STEP_PAGES
                                        : STEP_PAGES_WITH_TABLE;
    size_t pages = MIN(step, room);
    int error = map_populate(heap.mapped, pages, PTE_READ_WRITE);

    if (error && pages > needed) {
        pages = needed;
        error = map_populate(heap.mapped, pages, PTE_READ_WRITE);
    }
    if (!error)
        heap.mapped += pages * PAGE_SIZE;
    return error;
}

static void drop_step(void)
{
    size_t more = heap_spare_pages() - SPARE_PAGES;
    size_t pages = more < STEP_PAGES ? more : STEP_PAGES;

    heap.mapped -= pages * PAGE_SIZE;
    map_depopulate(heap.mapped, pages);
}

/* -EAGAIN: one step nearer; the lock may be given back before the next. */
static int heap_move(intptr_t delta, uintptr_t *old)
{
    uintptr_t new = heap.brk + delta;
    int error;

    if (delta < 0 ? -(uintptr_t)delta > heap.brk - heap.start
                  : (uintptr_t)delta > heap.limit - heap.brk)
        return -ENOMEM;
    if (new > heap.mapped) {
        if ((page_up(new) - heap.mapped) / PAGE_SIZE > frames_free())
            return -ENOMEM;             /* before page tables are made for nothing */
        heap.growing = true;
        error = map_step(new);
        heap.growing = false;
        return error ? error : -EAGAIN;
    }
    *old = heap.brk;
    heap.brk = new;
    return 0;
}

int heap_move_break(intptr_t delta, uintptr_t *old)
{
    bool unlock = kernel_lock_save();
    int error;

    while ((error = heap_move(delta, old)) == -EAGAIN)
        kernel_lock_pause(unlock);
    if ((delta < 0 || error) && heap_spare_pages() > 2 * SPARE_PAGES)
        while (heap_spare_pages() > SPARE_PAGES) {
            drop_step();
            kernel_lock_pause(unlock);
        }
    kernel_lock_restore(unlock);
    return error;
}

/* Gives back several pages in one trap. Returns the first; the others go to the frame allocator. */
static pfn_t give_back(size_t pages)
{
    pfn_t pfns[GIVE_BACK_PAGES];
    size_t i;

    heap.mapped -= pages * PAGE_SIZE;
    for (i = 0; i < pages; i++)
        pfns[i] = mfn_to_pfn(pte_mfn(pagetable_lookup(heap.mapped + i * PAGE_SIZE)));
    pagetable_remove(heap.mapped, pages);
    for (i = 1; i < pages; i++)
        frame_free(pfns[i]);
    /* cppcheck-suppress uninitvar ; pages is at least 1 */
    return pfns[0];
}

pfn_t heap_give_back(void)
{
    bool unlock = kernel_lock_save();
    size_t spare = heap.growing ? 0 : heap_spare_pages();
    pfn_t pfn = PFN_NONE;

    if (spare)
        pfn = give_back(MIN(spare, GIVE_BACK_PAGES));
    kernel_lock_restore(unlock);
    return pfn;
}

size_t heap_spare_pages(void)
{
    return (heap.mapped - page_up(heap.brk)) / PAGE_SIZE;
}
