/*
 * The quarantine: a freed block is filled with poison and held back until
 * BLOCKS others are freed. Then the poison must still be intact.
 */
/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <arch/traps.h>
#include <diag/log.h>
#include <diag/panic.h>
#include <mm/poison.h>
#include "quarantine.h"

#define BLOCKS  QUARANTINE_BLOCKS
#define CALLERS 6

/* Protected by malloc's lock. */
static struct {
    void *block;
    size_t size;
    uintptr_t callers[CALLERS];
    unsigned int count;
} held[BLOCKS];
static unsigned int oldest;

static void quarantine_check(unsigned int at)
{
    const void *block = held[at].block;
    size_t size = held[at].size, clean = poison_find_end(block, size);

    if (clean == size)
        return;
    log_printf("the block at %p was freed by\n", block);
    backtrace_print(held[at].callers, held[at].count);
    panic("heap: the block of %lu bytes at %p was written to after it was freed, at byte %lu",
          (unsigned long)size, block, (unsigned long)clean);
}

void *quarantine_swap(void *block, size_t size)
{
    void *out = held[oldest].block;

    if (out)
        quarantine_check(oldest);
    held[oldest].block = block;
    held[oldest].size = size;
    if (block) {
        memset(block, POISON_BYTE, size);
        held[oldest].count = backtrace_keep(held[oldest].callers, CALLERS);
    }
    oldest = (oldest + 1) % BLOCKS;
    return out;
}
