/*
 * An operator shuts down a guest whose console daemon has stalled. A thread sleeps
 * in a write and holds stdio's lock; the shutdown listener writes too, and needs
 * that lock. The domain must end.
 */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>
#include <domain/lifecycle.h>
#include <drivers/console.h>
#include <kernel/thread.h>
#include <verdict.h>
#include "../stage.h"

static char text[4000];

static void tell(struct lifecycle_listener *listener, enum lifecycle_occasion occasion)
{
    (void)listener;
    (void)occasion;
    fwrite(text, sizeof(text), 1, stdout);
    fflush(stdout);
}

void test(void)
{
    static struct lifecycle_listener listener = { .tell = tell };

    memset(text, '.', sizeof(text));
    lifecycle_listen(&listener);
    CHECK_EQUAL(stage_begin(), 0);
    console_set_patience(1000000000);
    printf("ready\n");
    stage_wait(1);
    CHECK_EQUAL(stage_reach(2), 0);
    fwrite(text, sizeof(text), 1, stdout);
    fflush(stdout);
    for (;;)                    /* the shutdown also ends the write */
        thread_sleep(3600 * 1000000000ULL);
}
