/*
 * The costs of threads, waiting, timers and the heap, in instructions: virtual time
 * runs at 2 ns each. Figures from the vCPU's own running time do not count sleep.
 */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <arch/cpu.h>
#include <hypercall/multicall.h>
#include <hypercall/vcpu.h>
#include <kernel/condition.h>
#include <kernel/lock.h>
#include <kernel/mutex.h>
#include <kernel/thread.h>
#include <kernel/time.h>
#include <kernel/timer.h>
#include <kernel/wait.h>

#define ROUNDS 200
#define NS_PER_INSTRUCTION 2

static uint64_t started;
static uint32_t calls;

static uint64_t running_time(void)
{
    uint64_t time = 0;

    vcpu_running_time(0, &time);
    return time;
}

static void begin(void)
{
    calls = hypercall_count_all();
    started = running_time();
}

/* Reading the running time is a hypercall itself, and the first of the two is counted. */
static void end(const char *what, unsigned int rounds)
{
    uint64_t time = running_time() - started;
    unsigned int traps = hypercall_count_all() - calls - 2;

    printf("BENCH %s: %u instructions, %u traps\n", what,
           (unsigned int)(time / NS_PER_INSTRUCTION / rounds), (traps + rounds / 2) / rounds);
}

static void *nothing(void *argument)
{
    return argument;
}

static void bench_threads(void)
{
    int i;

    begin();
    for (i = 0; i < ROUNDS; i++)
        thread_join(thread_create("t", nothing, NULL, 8192, THREAD_PRIORITY_DEFAULT), NULL);
    end("thread create and join, 8 KiB of stack", ROUNDS);
}

static void bench_sleep(void)
{
    int i;

    begin();
    for (i = 0; i < ROUNDS; i++)
        thread_sleep(100000);
    end("sleep and wake", ROUNDS);
}

/* --- mutex and condition ----------------------------------------------------- */

static struct mutex mutex;
static struct condition condition;
static volatile int turn;

static void *contend(void *unused)
{
    int i;

    for (i = 0; i < ROUNDS; i++) {
        mutex_lock(&mutex);
        thread_yield();                 /* the other finds it locked */
        mutex_unlock(&mutex);
        thread_yield();
    }
    return unused;
}

static void *ping(void *me)
{
    int i;

    mutex_lock(&mutex);
    for (i = 0; i < ROUNDS; i++) {
        while (turn != (int)(intptr_t)me)
            condition_wait(&condition, &mutex, WAIT_FOREVER);
        turn = !turn;
        condition_signal(&condition);
    }
    mutex_unlock(&mutex);
    return NULL;
}

static void run_two(void *(*function)(void *))
{
    struct thread *threads[2];
    intptr_t i;

    for (i = 0; i < 2; i++)
        threads[i] = thread_create("t", function, (void *)i, 8192, THREAD_PRIORITY_DEFAULT - 1);
    begin();
    for (i = 0; i < 2; i++)
        thread_join(threads[i], NULL);
}

static void bench_mutex(void)
{
    int i;

    begin();
    for (i = 0; i < ROUNDS; i++) {
        mutex_lock(&mutex);
        mutex_unlock(&mutex);
    }
    end("mutex lock and unlock, uncontended", ROUNDS);
    run_two(contend);
    end("mutex lock and unlock, contended", 2 * ROUNDS);
    run_two(ping);
    end("condition ping-pong, each way", 2 * ROUNDS);
}

/* --- timer -------------------------------------------------------------------- */

static struct wait_queue fired;
static volatile unsigned int count;

static void fire(struct timer *timer)
{
    (void)timer;
    count++;
    wait_queue_wake_all(&fired);
}

static void bench_timer(void)
{
    struct timer timer = { .fn = fire };
    unsigned int i;

    begin();
    kernel_lock();
    for (i = 0; i < ROUNDS; i++) {
        timer_set(&timer, time_monotonic() + 50000);
        while (count == i)
            wait_queue_sleep(&fired, WAIT_FOREVER);
    }
    kernel_unlock();
    end("timer set and fire", ROUNDS);
}

/* --- heap ---------------------------------------------------------------------- */

static void bench_heap(void)
{
    static void *blocks[64];
    unsigned int i, at, seed = 1;

    for (i = 0; i < 64; i++)
        blocks[i] = malloc(64);
    begin();
    for (i = 0; i < ROUNDS; i++) {
        seed = seed * 1103515245 + 12345;
        at = seed >> 16 & 63;
        free(blocks[at]);
        blocks[at] = malloc(16 + (seed >> 8 & 2047));
    }
    end("free and malloc, 16 to 2063 bytes", ROUNDS);
    begin();
    for (i = 0; i < ROUNDS; i++) {
        void *volatile block = malloc(32);

        free(block);
    }
    end("malloc and free of 32 bytes", ROUNDS);
}

int main(void)
{
    bench_threads();
    bench_sleep();
    bench_mutex();
    bench_timer();
    bench_heap();
    return 0;
}
