/*
 * How a guest and the steps of its test wait for each other: the node data/stage
 * holds a rising number; each side writes the next one when it has done its part.
 */
/* SPDX-License-Identifier: MIT */
#ifndef STAGE_H
#define STAGE_H

#include <drivers/xenstore.h>
#include <kernel/lock.h>
#include <kernel/wait.h>

#define STAGE_NODE "data/stage"

/* Protected by the kernel lock. */
static unsigned int stage_changes;
static struct wait_queue stage_waiting;

static inline void stage_changed(struct xenstore_watch *watch, const char *path)
{
    (void)watch;
    (void)path;
    kernel_lock();
    stage_changes++;
    wait_queue_wake_all(&stage_waiting);
    kernel_unlock();
}

/* Called before the first wait and after the last. Return 0, or xenstore's error. */
static struct xenstore_watch stage_watch = { .path = STAGE_NODE, .changed = stage_changed };

static inline int stage_begin(void)
{
    return xenstore_watch(&stage_watch);
}

static inline int stage_end(void)
{
    return xenstore_unwatch(&stage_watch);
}

/* Waits until the steps have written that number. */
static inline void stage_wait(uint64_t wanted)
{
    unsigned int seen = stage_changes;
    uint64_t number;

    while (xenstore_read_number(NULL, STAGE_NODE, &number) || number != wanted) {
        kernel_lock();
        while (seen == stage_changes)
            wait_queue_sleep(&stage_waiting, WAIT_FOREVER);
        seen = stage_changes;
        kernel_unlock();
    }
}

/* Notifies the steps. */
static inline int stage_reach(uint64_t number)
{
    return xenstore_write_number(NULL, STAGE_NODE, number);
}

#endif
