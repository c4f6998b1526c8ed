/*
 * A report of what each thread is doing: on request, and when a deadlock is found.
 */
/* SPDX-License-Identifier: MIT */
#include <diag/log.h>
#include <diag/report.h>
#include <kernel/lock.h>
#include <kernel/mutex.h>
#include <lib/format.h>
#include "thread_private.h"

static const char *state_of(const struct thread *thread)
{
    static const char *const waits[] = {
        [WAIT_OUTSIDE] = "waits for an event or for time",
        [WAIT_MUTEX] = "waits for a mutex of thread",
        [WAIT_CONDITION] = "waits for a condition",
        [WAIT_SEMAPHORE] = "waits for a semaphore",
        [WAIT_JOIN] = "waits for the end of thread",
    };

    return thread->state == THREAD_WAITING ? waits[thread->waits_for]
           : thread->state == THREAD_RUNNING ? "runs" : "is ready";
}

/* A thread that has ended may still own a mutex, and its memory may be freed. */
static const char *name_of(const struct thread *wanted)
{
    const struct thread *thread = threads.first;

    while (thread && thread != wanted)
        thread = thread->alive.next;
    return thread ? thread->name : wanted ? "that has ended" : "none";
}

/* The owner (mutex), the thread (join). */
static const char *report_owner(const struct thread *thread)
{
    if (thread->state != THREAD_WAITING)
        return "";
    return thread->waits_for == WAIT_MUTEX
               ? name_of(((const struct mutex *)thread->waited)->owner)
           : thread->waits_for == WAIT_JOIN ? name_of(thread->waited) : "";
}

/*
 * The thread so far down the list; false: there are fewer. The lock is not held while
 * the line goes out, but for a deadlock: then nothing else can run.
 */
static bool report_thread(unsigned int index)
{
    char line[LOG_LINE_MAX];
    bool unlock = kernel_lock_save();
    const struct thread *thread = threads.first;

    while (thread && index--)
        thread = thread->alive.next;
    if (thread)
        format_text(line, sizeof(line), "  thread %s, priority %u, %s %s\n", thread->name,
                    thread->priority, state_of(thread), report_owner(thread));
    kernel_lock_restore(unlock);
    if (thread && !unlock)
        log_drain();
    if (thread)
        log_printf("%s", line);
    return thread;
}

static void threads_report(void)
{
    unsigned int index = 0;

    while (report_thread(index))
        index++;
}

static const struct sysrq sysrq SYSRQ = { "t threads", threads_report };

/* The linker's. */
extern waker_fn *const wakers[], *const wakers_end[];

static bool may_be_woken(void)
{
    waker_fn *const *waker = wakers;

    while (waker < wakers_end && !(*waker)())
        waker++;
    return waker < wakers_end;
}

/*
 * If every thread waits for another, they wait for ever, unless a timer's function, a
 * port's handler, a watch, a listener of the application or a key that sends a signal
 * wakes one. xl still reaches the domain.
 */
void report_deadlock(void)
{
    static bool reported;

    if (threads_stuck != threads_alive || !threads_alive) {
        reported = false;
    } else if (!reported && !timer_any() && !may_be_woken()) {
        reported = true;
        log_printf("deadlock: no thread can go on, and nothing will wake one\n");
        threads_report();
    }
}
