/*
 * xl mem-set: Xen's count of the domain's pages follows, while the domain works with
 * all the memory it still has. An unreachable target is reported and does no harm.
 */
/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <drivers/xenstore.h>
#include <hypercall/memory.h>
#include <kernel/thread.h>
/* Page tables, and memory that newlib keeps of a heap that has grown. */
#define VERDICT_LEAK_ALLOWED (4 * 4096)
#include <verdict.h>

#define BLOCK   (64 * 1024)
#define BLOCKS  16

static bool ended(void)
{
    char word[8];

    return xenstore_read(NULL, "data/end", word, sizeof(word)) > 0;
}

/* Our blocks must keep their contents, while some are always reallocated. */
static unsigned int work(void)
{
    static unsigned char *blocks[BLOCKS];
    unsigned int i = 0, wrong = 0;

    for (; !ended(); i = (i + 1) % BLOCKS) {
        if (blocks[i])
            wrong += blocks[i][0] != i || memcmp(blocks[i], blocks[i] + 1, BLOCK - 1);
        free(blocks[i]);
        blocks[i] = malloc(BLOCK);
        if (blocks[i])
            memset(blocks[i], i, BLOCK);
        thread_sleep(1000000);
    }
    for (i = 0; i < BLOCKS; i++)
        free(blocks[i]);
    return wrong;
}

void test(void)
{
    unsigned long first = 0, last = 0;

    memory_current_reservation(&first);
    printf("ready\n");
    CHECK_EQUAL(work(), 0);
    memory_current_reservation(&last);
    CHECK_EQUAL(last, first);
    CHECK_EQUAL(ringlet_memory_bytes() / 4096, first);
}
