/*
 * Pages are given to Xen and taken back, at other machine frames. A kernel that
 * gives a page that is in use, or allocates one that it has given, loses data or
 * crashes; one that counts wrongly loses memory.
 */
/* SPDX-License-Identifier: MIT */
#include <malloc.h>
#include <stdint.h>
#include <string.h>
#include <arch/pagetable.h>
#include <hypercall/memory.h>
#include <kernel/thread.h>
#include <mm/balloon.h>
#include <mm/frames.h>
#include <mm/map.h>
#include <mm/p2m.h>
/* Page tables to map every page singly with its guard; apart from these nothing may leak. */
#define VERDICT_LEAK_ALLOWED (12 * 4096)
#include <verdict.h>

#define USED_BYTES  (1 << 20)
#define PAGES_MAX   4096

static unsigned long reservation(void)
{
    unsigned long pages = 0;

    CHECK_EQUAL(memory_current_reservation(&pages), 0);
    return pages;
}

/* Xen's count, the p2m's and the one that applications see agree. */
static void check_counts(unsigned long pages)
{
    size_t missing = 0;
    pfn_t pfn;

    for (pfn = 0; pfn < p2m_pages(); pfn++)
        missing += pfn_to_mfn(pfn) == MFN_NONE;
    CHECK_EQUAL(reservation(), pages);
    CHECK_EQUAL(p2m_pages() - missing, pages);
    CHECK_EQUAL(ringlet_memory_bytes(), pages * PAGE_SIZE);
}

/* Every free page has a frame and can be used. */
static void check_free_pages(void)
{
    static void *pages[PAGES_MAX];
    size_t i, count = 0, wrong = 0;
    void *page;

    for (; count < PAGES_MAX && (page = map_alloc(1, PTE_READ_WRITE)); count++)
        pages[count] = memset(page, (int)count, PAGE_SIZE);
    CHECK(count >= BALLOON_KEEP_PAGES / 2 && count < PAGES_MAX);
    for (i = 0; i < count; i++) {
        unsigned char *bytes = pages[i];

        wrong += bytes[0] != (unsigned char)i || bytes[PAGE_SIZE - 1] != (unsigned char)i;
        map_free(bytes, 1);
    }
    CHECK_EQUAL(wrong, 0);
}

/* Xen stops at a bad entry: here a frame that is not this domain's. */
static void check_refused(unsigned long all)
{
    size_t given, before = ringlet_memory_free();
    pfn_t odd = frame_alloc();
    mfn_t mfn = pfn_to_mfn(odd);

    p2m_set(odd, 0);
    frame_free(odd);
    given = balloon_give(200);
    CHECK(given < 200);
    CHECK_EQUAL(ringlet_memory_free(), before - given * PAGE_SIZE);
    p2m_set(odd, mfn);
    check_counts(all - given);
    CHECK_EQUAL(balloon_take(given), given);
}

static void *give_and_take(void *unused)
{
    (void)unused;
    return (void *)(balloon_give(300) + balloon_take(300));
}

/* Another thread takes and frees pages meanwhile. */
static void check_beside_others(void)
{
    struct thread *thread = thread_create("balloon", give_and_take, NULL, 8192,
                                          THREAD_PRIORITY_DEFAULT);
    unsigned int i, wrong = 0;
    void *moved;

    for (i = 0; i < 200; i++) {
        char *block = malloc(40000);

        memset(block, i, 40000);
        thread_yield();
        wrong += block[0] != (char)i || block[39999] != (char)i;
        free(block);
    }
    thread_join(thread, &moved);
    CHECK_EQUAL((uintptr_t)moved, 600);
    CHECK_EQUAL(wrong, 0);
}

/* Frees the memory that the heap holds back. */
static void give_back(void)
{
    malloc_let_go();
    malloc_trim(0);
}

void test(void)
{
    unsigned char *used = malloc(USED_BYTES);
    unsigned long all = reservation();
    size_t i, wrong = 0, given, before;

    check_free_pages();
    give_back();
    before = ringlet_memory_free();
    for (i = 0; i < USED_BYTES; i++)
        used[i] = i * 31 >> 3;
    check_counts(all);
    CHECK_EQUAL(balloon_take(1), 0);            /* the domain already has all its pages */

    CHECK_EQUAL(balloon_give(500), 500);
    check_counts(all - 500);
    CHECK_EQUAL(ringlet_memory_free(), before - 500 * PAGE_SIZE);
    check_free_pages();
    CHECK_EQUAL(balloon_take(200), 200);
    check_counts(all - 300);
    check_free_pages();
    CHECK_EQUAL(balloon_take(1000), 300);
    check_counts(all);
    check_free_pages();

    given = balloon_give(SIZE_MAX);             /* all but the used pages and a reserve */
    CHECK(given > 500 && given < all - USED_BYTES / PAGE_SIZE);
    check_counts(all - given);
    CHECK_EQUAL(ringlet_memory_free() / PAGE_SIZE, BALLOON_KEEP_PAGES);
    CHECK_EQUAL(balloon_give(1), 0);
    check_free_pages();
    CHECK_EQUAL(balloon_take(SIZE_MAX), given);
    check_counts(all);

    if (!DEBUG_BUILD)           /* DEBUG=1 checks the poison of free frames, so they must be real */
        check_refused(all);
    check_beside_others();
    check_counts(all);
    check_free_pages();
    for (i = 0; i < USED_BYTES; i++)
        wrong += used[i] != (unsigned char)(i * 31 >> 3);
    CHECK_EQUAL(wrong, 0);
    give_back();
    CHECK_EQUAL(ringlet_memory_free(), before);
    free(used);
}
