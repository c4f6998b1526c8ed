/*
 * With DEBUG=1 free memory is filled with poison, and a write to it is found when
 * it is used again: to a frame through another mapping of it, to a block of the
 * heap through a stale pointer. Each guest makes one mistake; `steps` runs them all.
 */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <arch/cpu.h>
#include <arch/pagetable.h>
#include <mm/frames.h>
#include <mm/map.h>
#include <mm/p2m.h>
#include <mm/poison.h>

static char *volatile stale;

static void __attribute__((noipa)) free_the_frame(pfn_t pfn)
{
    frame_free(pfn);
    barrier();                  /* a tail call would be a jump, which names no caller */
}

/* Leaves a second mapping of the frame, as a ring or a grant may. */
static pfn_t frame_with_window(char **window)
{
    pfn_t pfn = frame_alloc();
    mfn_t mfn = pfn_to_mfn(pfn);

    *window = map_frames(&mfn, 1, PTE_READ_WRITE);
    return pfn;
}

static void frame(size_t at)
{
    char *window;
    pfn_t pfn = frame_with_window(&window);

    free_the_frame(pfn);
    window[at] = 1;
    while (frame_alloc() != pfn)
        ;
}

static void frame_middle(void)
{
    frame(2000);
}

static void frame_first(void)
{
    frame(0);
}

static void frame_last(void)
{
    frame(PAGE_SIZE - 1);
}

static void __attribute__((noipa)) free_the_block(char *block)
{
    free(block);
    barrier();
}

static void block(size_t at)
{
    unsigned int i;

    stale = malloc(200);
    free_the_block(stale);
    stale[at] = 1;
    for (i = 0; i < 1000; i++) {
        stale = malloc(200);
        free(stale);
    }
}

static void block_first(void)
{
    block(0);
}

static void block_last(void)
{
    block(199);
}

/* No mistake: free memory holds its poison, new blocks theirs, and nothing is reported. */
static void none(void)
{
    char *window, *block = malloc(100);
    pfn_t pfn = frame_with_window(&window);
    unsigned int wrong = 0, i;
    void *pages;

    wrong += block[0] != (char)0xcd || block[99] != (char)0xcd;
    stale = block;
    free(block);
    wrong += poison_find_end(stale, 100) != 100;
    free_the_frame(pfn);
    wrong += poison_find_end(window + 100, PAGE_SIZE - 100) != PAGE_SIZE - 100;
    for (i = 1; i < 40; i++) {
        pages = map_alloc(i, PTE_READ_WRITE);
        memset(pages, (int)i, i * PAGE_SIZE);
        map_free(pages, i);
        free(memset(malloc(i * 100), (int)i, i * 100));
    }
    printf("no mistake: %u wrong\n", wrong);
}

#define CASE(name) { #name, name }
static const struct { const char *name; void (*make)(void); } cases[] = {
    CASE(none), CASE(frame_middle), CASE(frame_first), CASE(frame_last), CASE(block_first),
    CASE(block_last),
};

int main(int argc, char **argv)
{
    unsigned int i;

    for (i = 0; argc == 2 && i < sizeof(cases) / sizeof(cases[0]); i++)
        if (!strcmp(argv[1], cases[i].name))
            cases[i].make();
    return 0;
}
