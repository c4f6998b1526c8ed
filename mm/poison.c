/*
 * Poison, in a build with DEBUG=1.
 *
 * A free frame is mapped nowhere, so a stale pointer faults. But another mapping of
 * the frame, a domain it was granted to, or a device can still write to it. The
 * first words of a free frame name the function that freed it.
 */
/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <arch/layout.h>
#include <arch/pagetable.h>
#include <arch/traps.h>
#include <diag/log.h>
#include <diag/panic.h>
#include <mm/poison.h>

#define CALLERS 6

struct freed {
    uintptr_t callers[CALLERS];
    uint32_t count;
    uint32_t sum;               /* checksum of the words before */
    uint8_t poison[];
};

static uint32_t sum_of(const struct freed *page)
{
    uint32_t sum = page->count;
    unsigned int i;

    for (i = 0; i < CALLERS; i++)
        sum = sum * 31 + page->callers[i];
    return sum;
}

static void poison_fill(pfn_t pfn, void *page)
{
    struct freed *freed = page;

    (void)pfn;
    memset(page, POISON_BYTE, PAGE_SIZE);
    freed->count = backtrace_keep(freed->callers, CALLERS);
    freed->sum = sum_of(freed);
}

size_t poison_find_end(const void *start, size_t size)
{
    const uint8_t *byte = start;
    size_t i;

    /* Comparing the bytes with their neighbours is faster, as memcmp() compares words. */
    if (size > 4 && poison_find_end(start, 4) == 4 && !memcmp(byte, byte + 4, size - 4))
        return size;
    for (i = 0; i < size && byte[i] == POISON_BYTE; i++)
        ;
    return i;
}

static void poison_check_freed(pfn_t pfn, void *page)
{
    struct freed *freed = page;
    size_t size = PAGE_SIZE - sizeof(*freed), clean = poison_find_end(freed->poison, size);

    if (freed->sum != sum_of(freed))
        panic("frame %x was written to after it was freed, at its first bytes", pfn);
    if (clean == size)
        return;
    log_printf("frame %x was freed by\n", pfn);
    backtrace_print(freed->callers, freed->count);
    panic("frame %x was written to after it was freed, at byte %lu", pfn,
          (unsigned long)(sizeof(*freed) + clean));
}

void poison_frame(pfn_t pfn)
{
    pagetable_look_at(pfn, poison_fill);
}

void poison_check_frame(pfn_t pfn)
{
    pagetable_look_at(pfn, poison_check_freed);
}
