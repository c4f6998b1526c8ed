/*
 * The smallest guest: 1 MiB, all of it in the builder's mapping. Frames for
 * stacks come from the heap's spare pages.
 */
/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <kernel/thread.h>
#include <verdict.h>

static void *fill(void *argument)
{
    char big[4096];

    memset(big, 7, sizeof(big));
    return big[100] == 7 ? argument : NULL;
}

void test(void)
{
    void *result = NULL;
    struct thread *thread;
    char *block;

    CHECK_EQUAL(ringlet_memory_bytes(), 1 << 20);
    thread = thread_create("filler", fill, &result, 16384, THREAD_PRIORITY_DEFAULT);
    if (!CHECK(thread != NULL))
        return;
    CHECK_EQUAL(thread_join(thread, &result), 0);
    CHECK(result == &result);
    block = malloc(200000);
    if (CHECK(block != NULL))
        memset(block, 1, 200000);
    free(block);
}
