/*
 * The thread structure, private to this folder.
 */
/* SPDX-License-Identifier: MIT */
#ifndef THREAD_PRIVATE_H
#define THREAD_PRIVATE_H

#include <reent.h>
#include <arch/context.h>
#include <kernel/mutex_inline.h>
#include <kernel/thread.h>
#include <kernel/timer.h>
#include <kernel/wait.h>
#include <lib/list.h>

struct usermode_state;

/* What a thread waits for another to do; WAIT_OUTSIDE: for an event, or for time. */
enum wait_kind { WAIT_OUTSIDE, WAIT_MUTEX, WAIT_CONDITION, WAIT_SEMAPHORE, WAIT_JOIN };

enum thread_state { THREAD_READY, THREAD_RUNNING, THREAD_WAITING, THREAD_ENDED };

/* All of it protected by the kernel lock. */
struct thread {
    struct arch_context context;
    struct list_link link;              /* in the ready queue or in a wait queue */
    enum thread_state state;
    unsigned int priority;
    char name[THREAD_NAME_MAX];

    void *mapping;                      /* stack, TLS and this; NULL: the boot stack */
    size_t mapping_pages;

    struct list_link alive;
    bool service;                       /* the kernel's own, which may wait for ever */

    struct wait_queue *waiting_on;
    enum wait_kind waits_for;
    const void *waited;                 /* the mutex, or the thread that is joined */
    int woken_by;                       /* 0, -ETIMEDOUT, -EINTR */
    bool interruptible;
    struct thread_signals signals;
    struct timer timeout;

    void (*cancel)(void);               /* the request */
    bool cancel_off, at_cancel_point, cancel_wakes;

    struct usermode_state *usermode;    /* what it runs in ring 3 */
    struct timer usermode_limit;
    uint64_t usermode_deadline;         /* the earliest of its runs', or WAIT_FOREVER */
    bool usermode_time_is_up;

    bool detached;
    void *result;
    struct wait_queue joiners;

    struct _reent *reent;               /* main's is the one newlib's exit() knows */
    struct _reent own_reent;
};

/* A thread that has ended; its mapping is freed once it no longer runs on it. */
extern struct thread *unreaped_thread;
void thread_reap(void);

/* Ends the thread's sleep, which returns result. Kernel lock held. */
void thread_wake(struct thread *thread, int result);

/* Calls one of the three sleeps of <kernel/wait.h>, to wait for what only another thread does. */
typedef int wait_sleep_fn(struct wait_queue *queue, uint64_t deadline);
int wait_for_thread(wait_sleep_fn *sleep, struct wait_queue *queue, uint64_t deadline,
                    enum wait_kind kind, const void *waited);

/* Every thread but idle. Of them but the kernel's own: how many, and how many are in the above without a deadline. */
extern struct list threads;
extern unsigned int threads_alive, threads_stuck;

/* Called before the vCPU sleeps: reports if no thread will ever run again. Kernel lock held. */
void report_deadlock(void);

/* Makes the code that is running, on the boot stack, the idle thread. At boot. */
void thread_init(void);

/* The end of a queue, and out of it. */
void thread_queue_add(struct wait_queue *queue, struct thread *thread);
void thread_queue_remove(struct wait_queue *queue, struct thread *thread);

#endif
