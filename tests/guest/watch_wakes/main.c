/*
 * A program may wait on a semaphore for its watch, or for its life-cycle listener:
 * they can wake it, so that is no deadlock. A thread that waits for a mutex whose
 * owner has ended is deadlocked.
 */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <drivers/xenstore.h>
#include <kernel/mutex.h>
#include <kernel/semaphore.h>
#include <kernel/thread.h>

static struct semaphore changes;
static struct mutex mutex;

static void changed(struct xenstore_watch *watch, const char *path)
{
    (void)watch;
    (void)path;
    semaphore_up(&changes);
}

static void *lock_and_end(void *unused)
{
    mutex_lock(&mutex);
    return unused;
}

int main(void)
{
    static struct xenstore_watch watch = { .path = "data/x", .changed = changed };
    struct thread *thread;

    if (xenstore_watch(&watch))
        return 1;
    semaphore_down(&changes, WAIT_FOREVER);     /* each watch begins with one event */
    printf("waiting\n");
    semaphore_down(&changes, WAIT_FOREVER);
    printf("woken\n");
    xenstore_unwatch(&watch);
    thread = thread_create("gone", lock_and_end, NULL, 8192, THREAD_PRIORITY_DEFAULT);
    thread_join(thread, NULL);
    mutex_lock(&mutex);
    return 1;
}
