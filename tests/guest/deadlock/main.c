/*
 * When every thread waits for another, a silent guest would look idle: it must
 * report which thread waits for what. And xl still reaches it.
 */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <kernel/mutex.h>
#include <kernel/thread.h>

static struct mutex first, second;

static void *other(void *unused)
{
    mutex_lock(&second);
    thread_yield();
    mutex_lock(&first);
    return unused;
}

int main(void)
{
    struct thread *thread = thread_create("other", other, NULL, 8192, THREAD_PRIORITY_DEFAULT);

    mutex_lock(&first);
    thread_sleep(50000000);             /* a timer is set: no deadlock yet */
    printf("now\n");
    thread_create("joiner", (void *(*)(void *))(void *)thread_join, thread, 8192,
                  THREAD_PRIORITY_DEFAULT);
    mutex_lock(&second);
    printf("never\n");
    return 1;
}
