/*
 * A program may ask for all memory there is. The heap then returns NULL, the frame
 * allocator PFN_NONE, and everything that was allocated can be freed and allocated
 * again.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <arch/pagetable.h>
#include <mm/frames.h>
#include <mm/map.h>
#include <mm/p2m.h>
/* Page tables for the heap, 16 MiB of it, and the window; and 128 KiB that malloc keeps. */
#define VERDICT_LEAK_ALLOWED ((16 + 32) * 4096)
#include <verdict.h>

#define BLOCK 65536
#define BLOCKS_MAX 1024

static unsigned char *blocks[BLOCKS_MAX];
static mfn_t mfns[8192];

static unsigned int take_heap(void)
{
    unsigned int i, count = 0;

    while (count < BLOCKS_MAX && (blocks[count] = malloc(BLOCK))) {
        memset(blocks[count], (int)count, BLOCK);
        count++;
    }
    CHECK_EQUAL(errno, ENOMEM);
    for (i = 0; i < count; i++)
        CHECK(blocks[i][0] == (unsigned char)i && blocks[i][BLOCK - 1] == (unsigned char)i);
    return count;
}

static void give_heap(unsigned int count)
{
    while (count--)
        free(blocks[count]);
    malloc_let_go();
}

static void check_heap(void)
{
    unsigned int first, second;

    first = take_heap();
    printf("heap: %u blocks of 64 KiB of %zu KiB\n", first, ringlet_memory_bytes() >> 10);
    CHECK(first * (BLOCK / 1024) > 14 * 1024);
    give_heap(first);
    second = take_heap();
    CHECK_EQUAL(second, first);
    give_heap(second);
}

static void check_frames(void)
{
    size_t i, count = 0, second = 0;
    pfn_t pfn;

    while ((pfn = frame_alloc()) != PFN_NONE)
        mfns[count++] = pfn;
    CHECK(count > 3500);
    CHECK_EQUAL(frames_free(), 0);
    CHECK(map_alloc(1, PTE_READ_WRITE) == NULL);
    CHECK(malloc(1 << 20) == NULL);
    for (i = 0; i < count; i++)
        frame_free(mfns[i]);
    CHECK_EQUAL(frames_free(), count);
    while (second < count && (pfn = frame_alloc()) != PFN_NONE)
        mfns[second++] = pfn;
    CHECK_EQUAL(second, count);
    for (i = 0; i < count; i++)
        frame_free(mfns[i]);
}

/*
 * As in a domain of 16 GiB, of which 32-bit addresses reach less than 4: free memory in
 * bytes does not wrap, and no frame beyond is counted, or can be freed. No frame is taken,
 * as this domain has none of them.
 */
static void check_beyond_4_gib(void)
{
    size_t i, count = 0;
    pfn_t pfn;

    while ((pfn = frame_alloc()) != PFN_NONE)
        mfns[count++] = pfn;
    frames_init(p2m_pages(), 0x400000);
    CHECK_EQUAL(frames_free(), 0x100000 - p2m_pages());
    CHECK(ringlet_memory_free() >= 0xf0000000);
    frames_init(p2m_pages(), p2m_pages());
    for (i = 0; i < count; i++)
        frame_free(mfns[i]);
    CHECK_EQUAL(frames_free(), count);
}

void test(void)
{
    check_heap();
    check_frames();
    check_heap();
    check_beyond_4_gib();
}
