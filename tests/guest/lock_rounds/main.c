/*
 * Memory of any size is mapped, protected and given back in rounds: events come in
 * between. A timer that is due meanwhile must find a part of it done, and not all.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <unistd.h>
#include <arch/pagetable.h>
#include <kernel/time.h>
#include <kernel/timer.h>
#include <mm/frames.h>
#include <mm/map.h>
/* Page tables, and what the heap keeps. */
#define VERDICT_LEAK_ALLOWED (80 * 4096)
#include <verdict.h>

#define PAGES   2048
#define MARGIN  128             /* what a round and a table take, and more */
#define TRIES   64
#define SOON_NS 300000ULL       /* doubled from try to try: machines differ in speed */
#define DOUBLED 7

static size_t free_then;

static void look(struct timer *timer)
{
    (void)timer;
    free_then = frames_free();
}

static bool between(size_t here, size_t there)
{
    return here > there ? free_then + MARGIN < here && free_then > there + MARGIN
                        : free_then + MARGIN < there && free_then > here + MARGIN;
}

/* True if the timer found the work half done. */
static bool is_seen_half_done(void (*work)(void), unsigned int try)
{
    struct timer timer = { .fn = look };
    size_t before = frames_free();

    free_then = before;
    timer_set(&timer, time_monotonic() + (SOON_NS << try % DOUBLED));
    work();
    timer_cancel(&timer);
    return between(before, frames_free());
}

static void grow(void)
{
    CHECK(sbrk(PAGES * PAGE_SIZE) != (void *)-1);
}

static void shrink(void)
{
    CHECK(sbrk(-PAGES * PAGE_SIZE) != (void *)-1);
}

static void *block;

static void map(void)
{
    block = map_alloc(PAGES, PTE_READ_WRITE);
    CHECK(block);
}

static void unmap(void)
{
    if (block)
        map_free(block, PAGES);
}

static void check(const char *what, void (*there)(void), void (*back)(void))
{
    unsigned int i, seen_there = 0, seen_back = 0;

    for (i = 0; i < TRIES && !(seen_there && seen_back); i++) {
        seen_there += is_seen_half_done(there, i);
        seen_back += is_seen_half_done(back, i);
    }
    printf("%s: seen half done %u and %u times of %u\n", what, seen_there, seen_back, i);
    CHECK(seen_there && seen_back);
}

static size_t read_only_then;

static void look_at_flags(struct timer *timer)
{
    size_t i;

    (void)timer;
    read_only_then = 0;
    for (i = 0; i < PAGES; i++)
        read_only_then += !(pagetable_lookup((uintptr_t)block + i * PAGE_SIZE) & PTE_WRITE);
}

static void check_protect(void)
{
    struct timer timer = { .fn = look_at_flags };
    unsigned int i, seen = 0;

    map();
    for (i = 0; i < TRIES && !seen && block; i++) {
        read_only_then = 0;
        timer_set(&timer, time_monotonic() + (SOON_NS << i % DOUBLED));
        CHECK_EQUAL(map_protect((uintptr_t)block, PAGES, PTE_READ_ONLY), 0);
        timer_cancel(&timer);
        seen += read_only_then && read_only_then < PAGES;
        CHECK_EQUAL(map_protect((uintptr_t)block, PAGES, PTE_READ_WRITE), 0);
    }
    printf("flags: seen half changed %u times of %u\n", seen, i);
    CHECK(seen);
    CHECK_EQUAL(map_protect((uintptr_t)block + PAGES * PAGE_SIZE, 1, PTE_READ_ONLY), -EFAULT);
    unmap();
}

void test(void)
{
    check_protect();
    check("the heap", grow, shrink);
    check("a mapping", map, unmap);
}
