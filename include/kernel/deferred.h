/*
 * Work put off: functions that an event asks for and a thread runs.
 *
 * Code at event time must not block. What has to, it queues: one kernel thread,
 * `deferred`, runs the items in the order they came, with events on. It goes
 * before threads of up to DEFERRED_PRIORITY; an item that blocks holds up those
 * behind it, and nobody else. Storage is the caller's.
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
 * Before anything else with the item. The first call in a domain's life makes
 * the thread: -ENOMEM. Panics without fn. Thread context.
 */
int deferred_init(struct deferred *item, void (*fn)(struct deferred *item));

/* Has fn called once more; nothing if it is queued already. Panics if it has no fn. Any context. */
void deferred_queue(struct deferred *item);

/*
 * Takes it out of the queue; if it runs, waits until it has returned, but for
 * the item itself. Whoever queues it must have stopped. Thread context, events on.
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
 * Has fn called when the monotonic clock has reached when (ns), or soon after.
 * One that is set is moved; one whose time has come already is called for that too.
 * Nothing while it is being cancelled. Any context.
 */
void deferred_timer_set(struct deferred_timer *timer, uint64_t when);

/* As deferred_cancel(): afterwards fn neither runs nor will, even if it sets its own timer. */
void deferred_timer_cancel(struct deferred_timer *timer);

#endif
