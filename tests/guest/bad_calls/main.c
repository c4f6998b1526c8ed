/*
 * Fatal mistakes of callers: the panic names the caller and what it passed, before
 * anything is damaged. Each guest makes one mistake; `steps` runs them all.
 */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>
#include <arch/pagetable.h>
#include <arch/traps.h>
#include <hypercall/multicall.h>
#include <kernel/mutex.h>
#include <kernel/thread.h>
#include <kernel/timer.h>
#include <mm/frames.h>
#include <mm/map.h>
#include <mm/p2m.h>

static char image_page[PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)));

static void free_twice(void)
{
    pfn_t pfn = frame_alloc(), other = frame_alloc();

    frame_free(other);
    frame_free(pfn);
    frame_free(pfn);
}

static void free_no_frame(void)
{
    frame_free(0x12345678);
}

static void unmap_image(void)
{
    map_free(image_page, 1);
}

static void unmap_twice(void)
{
    void *pages = map_alloc(2, PTE_READ_WRITE);

    map_free(pages, 2);
    map_free(pages, 2);
}

static void unmap_misaligned(void)
{
    char *page = map_alloc(1, PTE_READ_WRITE);

    map_free(page + 8, 1);
}

static void depopulate_nothing(void)
{
    map_depopulate(pagetable_map_end() - PAGE_SIZE, 1);
}

static void end_no_section(void)
{
    lazy_end(LAZY_CPU);
}

static void handler_of_no_vector(void)
{
    trap_set_handler(99, NULL);
}

static void unlock_others_mutex(void)
{
    struct mutex mutex = { 0 };

    mutex_unlock(&mutex);
}

static void priority_too_high(void)
{
    thread_create("vip", NULL, NULL, 8192, THREAD_PRIORITIES);
}

static void timer_without_function(void)
{
    struct timer timer = { 0 };

    timer_set(&timer, 1);
}

static void pfn_beyond_the_last(void)
{
    p2m_set(p2m_pages(), MFN_NONE);
}

static void refused_mapping(void)
{
    mfn_t mfn = 0xfffffff;

    map_frames(&mfn, 1, PTE_READ_WRITE);
}

#define MISTAKE(name) { #name, name }
static const struct { const char *name; void (*make)(void); } mistakes[] = {
    MISTAKE(free_twice), MISTAKE(free_no_frame), MISTAKE(unmap_image), MISTAKE(unmap_twice),
    MISTAKE(unmap_misaligned), MISTAKE(depopulate_nothing), MISTAKE(end_no_section),
    MISTAKE(handler_of_no_vector), MISTAKE(unlock_others_mutex), MISTAKE(priority_too_high),
    MISTAKE(timer_without_function), MISTAKE(pfn_beyond_the_last), MISTAKE(refused_mapping),
};

int main(int argc, char **argv)
{
    unsigned int i;

    for (i = 0; argc == 2 && i < sizeof(mistakes) / sizeof(mistakes[0]); i++)
        if (!strcmp(argv[1], mistakes[i].name))
            mistakes[i].make();
    printf("it went on after %s\n", argc == 2 ? argv[1] : "nothing");
    return 1;
}
