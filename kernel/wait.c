/*
 * Wait queues.
 *
 * The danger is the lost wake-up: a thread looks at a condition, an event makes it
 * true and wakes the queue, and only then the thread goes to sleep, for ever.
 *
 * The rule: the look, the entry into the queue and the switch happen under the
 * kernel lock, which the next thread takes over. Whoever changes the condition holds
 * the lock too, and finds the thread either before its look or in the queue.
 *
 * A thread is in one queue at most, and thread_wake() alone takes it out: for a
 * wake-up, a timeout, a signal or a cancellation, whichever comes first; the others
 * find waiting_on empty. What came first is the result of the sleep.
 *
 * Callers may rely on order (who waited longest wakes first) but not on the
 * condition: another thread may have run in between, so they look again.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <kernel/cancel.h>
#include <kernel/lock.h>
#include <kernel/scheduler.h>
#include <lib/util.h>
#include "thread_private.h"

void thread_wake(struct thread *thread, int result)
{
    thread_queue_remove(thread->waiting_on, thread);
    thread->waiting_on = NULL;
    thread->woken_by = result;
    scheduler_ready(thread);
}

static void wait_timeout(struct timer *timer)
{
    struct thread *thread = container_of(timer, struct thread, timeout);

    if (thread->waiting_on)
        thread_wake(thread, -ETIMEDOUT);
}

int wait_queue_sleep(struct wait_queue *queue, uint64_t deadline)
{
    struct thread *thread = thread_current();

    thread->state = THREAD_WAITING;
    thread->waiting_on = queue;
    thread_queue_add(queue, thread);
    if (deadline != WAIT_FOREVER) {
        thread->timeout.fn = wait_timeout;
        timer_set(&thread->timeout, deadline);
    }
    schedule();
    timer_cancel(&thread->timeout);
    return thread->woken_by;
}

int wait_queue_sleep_cancellable(struct wait_queue *queue, uint64_t deadline)
{
    struct thread *thread = thread_current();
    int error;

    if (!thread->at_cancel_point)
        return wait_queue_sleep(queue, deadline);
    if (cancel_asked())
        return -EINTR;
    thread->cancel_wakes = true;
    error = wait_queue_sleep(queue, deadline);
    thread->cancel_wakes = false;
    return error;
}

static bool has_signal(const struct thread *thread)
{
    return (thread->signals.pending | thread->signals.given) & ~thread->signals.blocked;
}

int wait_queue_sleep_interruptible(struct wait_queue *queue, uint64_t deadline)
{
    struct thread *thread = thread_current();
    int error;

    if (has_signal(thread) || cancel_asked())
        return -EINTR;
    thread->interruptible = true;
    error = wait_queue_sleep(queue, deadline);
    thread->interruptible = false;
    return error;
}

bool thread_is_interruptible(const struct thread *thread)
{
    return thread->interruptible && thread->waiting_on;
}

void thread_interrupt(struct thread *thread)
{
    bool unlock = kernel_lock_save();

    if (thread_is_interruptible(thread))
        thread_wake(thread, -EINTR);
    kernel_lock_restore(unlock);
}

unsigned int threads_stuck;

int wait_for_thread(wait_sleep_fn *sleep, struct wait_queue *queue, uint64_t deadline,
                    enum wait_kind kind, const void *waited)
{
    struct thread *thread = thread_current();
    bool stuck = deadline == WAIT_FOREVER && !thread->service;
    int error;

    thread->waits_for = kind;
    thread->waited = waited;
    threads_stuck += stuck;
    error = sleep(queue, deadline);
    threads_stuck -= stuck;
    thread->waits_for = WAIT_OUTSIDE;
    return error;
}

bool wait_queue_wake_one(struct wait_queue *queue)
{
    bool unlock = kernel_lock_save();
    struct thread *first = queue->threads.first;

    if (first)
        thread_wake(first, 0);
    kernel_lock_restore(unlock);
    return first;
}

void wait_queue_wake_all(struct wait_queue *queue)
{
    bool unlock = kernel_lock_save();

    while (queue->threads.first)
        thread_wake(queue->threads.first, 0);
    kernel_lock_restore(unlock);
}
