/*
 * The heap's break.
 *
 *     start ......... brk ........... mapped ........... limit
 *           in use         spare             addresses only
 *
 * Its first part is what the domain builder mapped and nobody needed: growing
 * into it costs nothing. Beyond, pages are mapped some at a time; so a program
 * that grows its heap byte by byte asks Xen once in a while only. Spare pages
 * are not lost to others: the frame allocator takes them back when it runs out.
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

/* Grows by at least this much, and keeps at most twice this much spare when it shrinks. */
#define STEP_PAGES 32

/* Gives back at most so many at once: about a thread's stack. */
#define GIVE_BACK_PAGES 16

/* Protected by the kernel lock. */
static struct {
    uintptr_t start, brk, mapped, limit;
    bool growing;               /* no giving back meanwhile */
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

/* The step if it can be had, else what is needed. */
static int map_up_to(uintptr_t end)
{
    size_t needed = (page_up(end) - heap.mapped) / PAGE_SIZE;
    size_t room = (heap.limit - heap.mapped) / PAGE_SIZE;
    size_t pages = needed > STEP_PAGES ? needed : STEP_PAGES < room ? STEP_PAGES : room;
    int error;

    heap.growing = true;
    error = map_populate(heap.mapped, pages, PTE_READ_WRITE);
    if (error && pages > needed) {
        pages = needed;
        error = map_populate(heap.mapped, pages, PTE_READ_WRITE);
    }
    heap.growing = false;
    if (!error)
        heap.mapped += pages * PAGE_SIZE;
    return error;
}

static void drop_spare(void)
{
    size_t spare = heap_spare_pages();

    if (spare <= 2 * STEP_PAGES)
        return;
    heap.mapped -= (spare - STEP_PAGES) * PAGE_SIZE;
    map_depopulate(heap.mapped, spare - STEP_PAGES);
}

static int heap_move(intptr_t delta)
{
    uintptr_t new = heap.brk + delta;
    int error = 0;

    if (delta < 0 ? -(uintptr_t)delta > heap.brk - heap.start
                  : (uintptr_t)delta > heap.limit - heap.brk)
        return -ENOMEM;
    if (new > heap.mapped)
        error = map_up_to(new);
    if (!error)
        heap.brk = new;
    if (delta < 0)
        drop_spare();
    return error;
}

int heap_move_break(intptr_t delta, uintptr_t *old)
{
    bool unlock = kernel_lock_save();
    int error;

    *old = heap.brk;
    error = heap_move(delta);
    kernel_lock_restore(unlock);
    return error;
}

/* Several at once: one trap. All but the first go to the frame allocator. */
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
