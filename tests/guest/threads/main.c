/*
 * Threads are preempted by the timer event, sleep without a tick, wake in time, and
 * leak nothing.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <kernel/mutex.h>
#include <kernel/thread.h>
#include <kernel/time.h>
#include <verdict.h>

static volatile unsigned int turns[2];
static volatile int stop;
static __thread int own = 5;
static struct mutex mutex;
static unsigned int guarded;

static void *spin(void *argument)
{
    volatile unsigned int *mine = argument;

    while (!stop)
        (*mine)++;
    return NULL;
}

/* Neither gives the CPU up: only the slice timer makes both run. */
static void check_preemption(void)
{
    struct thread *a, *b;

    a = thread_create("a", spin, (void *)&turns[0], 8192, THREAD_PRIORITY_DEFAULT);
    b = thread_create("b", spin, (void *)&turns[1], 8192, THREAD_PRIORITY_DEFAULT);
    thread_sleep(200000000);
    stop = true;
    thread_join(a, NULL);
    thread_join(b, NULL);
    CHECK(turns[0] > 1000 && turns[1] > 1000);
}

static void *own_variable(void *argument)
{
    int i;

    for (i = 0; i < 100; i++) {
        own++;
        errno = (int)(intptr_t)argument;
        thread_yield();
        if (errno != (int)(intptr_t)argument)
            return NULL;
    }
    return (void *)(intptr_t)own;
}

static void check_thread_local(void)
{
    struct thread *threads[4];
    void *result;
    int i;

    for (i = 0; i < 4; i++)
        threads[i] = thread_create("own", own_variable, (void *)(intptr_t)(100 + i), 8192,
                                   THREAD_PRIORITY_DEFAULT);
    for (i = 0; i < 4; i++) {
        CHECK_EQUAL(thread_join(threads[i], &result), 0);
        CHECK_EQUAL((intptr_t)result, 105);
    }
    CHECK_EQUAL(own, 5);
}

static void *add(void *unused)
{
    unsigned int i, seen;

    (void)unused;
    for (i = 0; i < 50; i++) {
        mutex_lock(&mutex);
        seen = guarded;
        thread_yield();
        guarded = seen + 1;
        mutex_unlock(&mutex);
    }
    return NULL;
}

static void check_mutex(void)
{
    struct thread *threads[3];
    int i;

    for (i = 0; i < 3; i++)
        threads[i] = thread_create("add", add, NULL, 8192, THREAD_PRIORITY_DEFAULT);
    for (i = 0; i < 3; i++)
        thread_join(threads[i], NULL);
    CHECK_EQUAL(guarded, 150);
}

static void check_sleep(void)
{
    uint64_t start = time_monotonic(), slept;

    thread_sleep(50000000);
    slept = time_monotonic() - start;
    CHECK(slept >= 50000000 && slept < 2000000000);
    CHECK_EQUAL(thread_join(thread_current(), NULL), -EDEADLK);
}

void test(void)
{
    check_preemption();
    check_thread_local();
    check_mutex();
    check_sleep();
}
