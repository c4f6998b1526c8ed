/*
 * Deferred work, run by a thread.
 *
 * An item leaves the queue before it runs. If an event, or the item itself, queues it
 * again meanwhile, it runs once more after it has returned. One thread runs all
 * items, so an item never runs inside itself.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <diag/panic.h>
#include <kernel/deferred.h>
#include <kernel/lock.h>
#include <lib/util.h>
#include "thread_private.h"

/* Protected by the kernel lock. */
static struct list queue;
static struct deferred *running;        /* only the address is used: the item may be freed */
static struct thread *worker;
static struct wait_queue work, finished;

static void deferred_unlink(struct deferred *item)
{
    list_remove(&queue, item, link);
    item->queued = false;
}

static void *run_all(void *unused)
{
    (void)unused;
    thread_make_service();
    kernel_lock();
    for (;;) {
        while (!queue.first)
            wait_queue_sleep(&work, WAIT_FOREVER);
        running = queue.first;
        deferred_unlink(running);
        /* The item may yet wake other threads: there is no deadlock until it has returned. */
        threads_stuck--;
        kernel_unlock();
        running->fn(running);
        kernel_lock();
        threads_stuck++;
        running = NULL;
        wait_queue_wake_all(&finished);
    }
    return NULL;
}

static int start_worker(void)
{
    bool unlock = kernel_lock_save();

    if (!worker)
        worker = thread_create("deferred", run_all, NULL, DEFERRED_STACK, DEFERRED_PRIORITY);
    kernel_lock_restore(unlock);
    return worker ? 0 : -ENOMEM;
}

int deferred_init(struct deferred *item, void (*fn)(struct deferred *item))
{
    if (!fn)
        panic("deferred_init: item %p has no function", (void *)item);
    *item = (struct deferred){ .fn = fn };
    return start_worker();
}

void deferred_queue(struct deferred *item)
{
    bool unlock;

    if (!item->fn)
        panic("deferred_queue: item %p has no function", (void *)item);
    unlock = kernel_lock_save();
    if (!item->queued) {
        item->queued = true;
        list_add_last(&queue, item, link);
        wait_queue_wake_one(&work);
    }
    kernel_lock_restore(unlock);
}

void deferred_cancel(struct deferred *item)
{
    bool unlock = kernel_lock_save();

    for (;;) {
        if (item->queued)               /* the run that was awaited may have queued it again */
            deferred_unlink(item);
        if (running != item || thread_current() == worker)
            break;
        wait_queue_sleep(&finished, WAIT_FOREVER);
    }
    kernel_lock_restore(unlock);
}

/* --- timers ----------------------------------------------------------------------- */

static void deferred_timer_due(struct timer *timer)
{
    deferred_queue(&container_of(timer, struct deferred_timer, timer)->work);
}

static void deferred_call_timer(struct deferred *item)
{
    struct deferred_timer *timer = container_of(item, struct deferred_timer, work);

    timer->fn(timer);
}

int deferred_timer_init(struct deferred_timer *timer, void (*fn)(struct deferred_timer *timer))
{
    if (!fn)
        panic("deferred_timer_init: timer %p has no function", (void *)timer);
    *timer = (struct deferred_timer){ .timer.fn = deferred_timer_due, .fn = fn };
    return deferred_init(&timer->work, deferred_call_timer);
}

void deferred_timer_set(struct deferred_timer *timer, uint64_t when)
{
    bool unlock = kernel_lock_save();

    if (!timer->cancelling)
        timer_set(&timer->timer, when);
    kernel_lock_restore(unlock);
}

void deferred_timer_cancel(struct deferred_timer *timer)
{
    bool unlock = kernel_lock_save();

    timer->cancelling++;
    timer_cancel(&timer->timer);
    deferred_cancel(&timer->work);
    timer->cancelling--;
    kernel_lock_restore(unlock);
}
