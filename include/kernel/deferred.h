/*
 * Deferred work: functions that an event handler requests and a thread runs.
 *
 * An event handler must not block, so it queues work that may. One kernel thread,
 * `deferred`, runs the items in the order they came, with events unmasked. It runs
 * before threads of lower priority than DEFERRED_PRIORITY; an item that blocks delays
 * the items behind it, and nothing else. Storage is the caller's.
 */
/* SPDX-License-Identifier: MIT */
#ifndef KERNEL_DEFERRED_H
#define KERNEL_DEFERRED_H

#include <stdbool.h>
#include <stdint.h>
#include <kernel/timer.h>
#include <lib/list.h>

#define DEFERRED_PRIORITY 24
#define DEFERRED_STACK    16384

/* Its fields are protected by the kernel lock. */
struct deferred {
    void (*fn)(struct deferred *item);  /* in the thread; may queue, cancel or free its item */
    struct list_link link;
    bool queued;
};

/*
 * Call this before anything else with the item. The first call in a domain's life
 * makes the thread, so -ENOMEM is possible. Panics without fn. Thread context.
 */
int deferred_init(struct deferred *item, void (*fn)(struct deferred *item));

/* Queues the item, so that fn is called; no effect if it is queued already. Panics without fn. Any context. */
void deferred_queue(struct deferred *item);

/*
 * Takes the item out of the queue. If it is running, waits until it has returned, unless
 * the item itself calls this. Nothing may queue it any more. Thread context, events unmasked.
 */
void deferred_cancel(struct deferred *item);

/* --- timers whose function may block ----------------------------------------- */

struct deferred_timer {
    struct deferred work;
    struct timer timer;
    void (*fn)(struct deferred_timer *timer);
    unsigned int cancelling;
};

/* As deferred_init(). */
int deferred_timer_init(struct deferred_timer *timer, void (*fn)(struct deferred_timer *timer));

/*
 * Makes the thread call fn when the monotonic clock has reached when (ns), or soon after.
 * A timer that is set already is moved; if its old time has come, fn is called for that
 * too. No effect while the timer is being cancelled. Any context.
 */
void deferred_timer_set(struct deferred_timer *timer, uint64_t when);

/* As deferred_cancel(): afterwards fn does not run again, even if it sets its own timer. */
void deferred_timer_cancel(struct deferred_timer *timer);

#endif
