/*
 * The choice of the next thread.
 *
 * There is a queue for each priority and a bitmap of the queues that are not empty,
 * so the choice takes the same time however many threads there are. Threads of
 * equal priority share time by a timer, which is set only while there are several:
 * a thread alone at its priority gets no tick.
 *
 * A switch is requested by need_switch and by marking an event pending. The check
 * for events at every unmasking finds it, so a request costs nothing else.
 */
/* SPDX-License-Identifier: MIT */
#include <arch/irqflags.h>
#include <diag/panic.h>
#include <events/upcall.h>
#include <kernel/lock.h>
#include <kernel/scheduler.h>
#include <kernel/time.h>
#include "thread_private.h"

_Static_assert(THREAD_PRIORITIES == 8 * sizeof(unsigned int), "a bit of ready_map for each priority");

static PER_CPU struct wait_queue ready[THREAD_PRIORITIES];
static PER_CPU unsigned int ready_map;         /* a bit for each priority */
static PER_CPU bool need_switch;
static PER_CPU struct timer slice;

void thread_queue_add(struct wait_queue *queue, struct thread *thread)
{
    list_add_last(&queue->threads, thread, link);
}

void thread_queue_remove(struct wait_queue *queue, struct thread *thread)
{
    list_remove(&queue->threads, thread, link);
}

static struct wait_queue *ready_queue(unsigned int priority)
{
    return &(*this_cpu_ptr(ready))[priority];
}

/* Marks the thread ready; the caller puts it on the queue that is returned. */
static struct wait_queue *mark_ready(struct thread *thread)
{
    thread->state = THREAD_READY;
    this_cpu(ready_map) |= 1U << thread->priority;
    return ready_queue(thread->priority);
}

static void make_ready(struct thread *thread)
{
    thread_queue_add(mark_ready(thread), thread);
}

/* For a preempted thread: its slice is not used up, so it stays before its equals. */
static void make_ready_first(struct thread *thread)
{
    list_add_first(&mark_ready(thread)->threads, thread, link);
}

static bool has_betters(const struct thread *thread)
{
    return this_cpu(ready_map) >> thread->priority > 1;
}

/* Takes the best ready thread off its queue. The idle thread always is ready, or running. */
static struct thread *take_best(void)
{
    unsigned int priority;
    struct list *queue;
    struct thread *best;

    if (!this_cpu(ready_map))
        panic("scheduler: no thread is ready, not even idle");
    priority = THREAD_PRIORITIES - 1 - __builtin_clz(this_cpu(ready_map));
    queue = &ready_queue(priority)->threads;
    best = queue->first;
    list_remove(queue, best, link);
    if (!queue->first)
        this_cpu(ready_map) &= ~(1U << priority);
    return best;
}

static void ask_for_switch(void)
{
    this_cpu(need_switch) = true;
    this_cpu(vcpu_info).evtchn_upcall_pending = 1;
}

static bool has_equals(const struct thread *thread)
{
    return ready_queue(thread->priority)->threads.first;
}

static void slice_ended(struct timer *timer)
{
    (void)timer;
    if (has_equals(running_thread()))
        ask_for_switch();
}

/* Starts the slice timer when another thread of the same priority is ready; it stops by itself. */
static inline void share_time(void)
{
    struct timer *timer = this_cpu_ptr(slice);

    if (timer->set)
        return;
    timer->fn = slice_ended;
    timer_set(timer, time_monotonic() + THREAD_SLICE_NS);
}

void scheduler_ready(struct thread *thread)
{
    bool unlock = kernel_lock_save();
    struct thread *running = running_thread();

    make_ready(thread);
    if (thread->priority > running->priority)
        ask_for_switch();
    else if (thread->priority == running->priority)
        share_time();
    kernel_lock_restore(unlock);
}

static void take_from_ready(struct thread *thread)
{
    struct wait_queue *queue = ready_queue(thread->priority);

    thread_queue_remove(queue, thread);
    if (!queue->threads.first)
        this_cpu(ready_map) &= ~(1U << thread->priority);
}

void thread_set_priority(struct thread *thread, unsigned int priority)
{
    bool unlock = kernel_lock_save();
    bool is_ready = thread->state == THREAD_READY;

    if (is_ready)
        take_from_ready(thread);
    thread->priority = priority;
    if (is_ready)
        scheduler_ready(thread);
    else if (thread == running_thread() && has_betters(thread))
        ask_for_switch();
    else if (thread == running_thread() && has_equals(thread))
        share_time();
    kernel_lock_restore(unlock);
}

static inline void switch_to(struct thread *previous, struct thread *next)
{
    next->state = THREAD_RUNNING;
    this_cpu(current_thread) = next;
    context_switch(&previous->context, &next->context);
    if (this_cpu(unreaped_thread))
        thread_reap();
}

void schedule(void)
{
    struct thread *running = running_thread(), *next;

    if (events_in_upcall())
        panic("schedule: thread %s in an event handler", running->name);
    this_cpu(need_switch) = false;
    if (running->state == THREAD_RUNNING && has_betters(running))
        make_ready_first(running);
    else if (running->state == THREAD_RUNNING)
        make_ready(running);
    next = take_best();
    if (has_equals(next))
        share_time();
    if (next == running)
        running->state = THREAD_RUNNING;
    else
        switch_to(running, next);
}

void schedule_if_needed(void)
{
    if (!this_cpu(need_switch) || events_in_upcall())
        return;
    kernel_lock_masked((uintptr_t)schedule);
    schedule();
    kernel_unlock_masked();
}

/*
 * The fast path of the scheduler: the queue is non-empty before and after, so the
 * bitmap stays as it is, and the slice timer is running already.
 */
void thread_yield(void)
{
    bool unlock = kernel_lock_save();
    struct thread *running = running_thread(), *next, *second;
    struct list *queue = &ready_queue(running->priority)->threads;

    next = queue->first;
    if (next) {
        list_add_last(queue, running, link);
        queue->first = second = next->link.next;    /* not NULL, as running is queued behind it */
        second->link.previous = NULL;
        running->state = THREAD_READY;
        switch_to(running, next);
    }
    kernel_lock_restore(unlock);
}
