/*
 * The time limit of ring 3 where runs lie one in the other, and where a run does not return: its
 * thread ends, or jumps out of a system call. A limit that outlives its run writes to a stack
 * that is gone; one that is not looked at lets the code run for ever.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <kernel/thread.h>
#include <kernel/time.h>
#include <verdict.h>
#include "../ring3.h"

#define MILLISECONDS(n) ((n) * 1000000ULL)

USER_CODE(ask, CALL "movl $5, %ebx\n" EXIT);
USER_CODE(ask_and_spin, CALL "1: jmp 1b\n");
USER_CODE(endless, "1: jmp 1b\n");

static struct ring3_pages outer, inner;

/* The stack that a run has left is used again, then the limit's time passes. */
static void __attribute__((noinline)) outlive(uint64_t limit)
{
    volatile char stack[2048];

    memset((char *)stack, 0xa5, sizeof(stack));
    thread_sleep(2 * limit);
    CHECK_EQUAL(stack[1024], (char)0xa5);
}

/* The thread is as if there had been no run: one without a limit takes its time. */
static void run_without_limit(void)
{
    struct usermode user = RING3_PROGRAM(&inner, endless);
    uint64_t begin = time_monotonic();

    user.time_limit = MILLISECONDS(60);
    CHECK_EQUAL(usermode_run(&user), -ETIMEDOUT);
    CHECK(time_monotonic() - begin >= MILLISECONDS(60));
}

static uint32_t end_thread(struct usermode *user, const struct usermode_call *call)
{
    (void)call;
    if (user->data)
        pthread_exit(NULL);
    pthread_cancel(pthread_self());
    pthread_testcancel();
    return 0;
}

static void *run_and_end(void *by_exit)
{
    struct usermode user = RING3_PROGRAM(&outer, ask);

    user.time_limit = MILLISECONDS(20);
    user.call = end_thread;
    user.data = by_exit;
    usermode_run(&user);
    CHECK(!"the thread goes on");
    return NULL;
}

/* Freed with its stack, the timer's memory is no longer mapped. */
static void check_thread_end(void)
{
    pthread_t thread;
    int by_exit;

    for (by_exit = 0; by_exit < 2; by_exit++) {
        CHECK_EQUAL(pthread_create(&thread, NULL, run_and_end, by_exit ? &thread : NULL), 0);
        CHECK_EQUAL(pthread_join(thread, NULL), 0);
        thread_sleep(MILLISECONDS(40));
    }
}

static sigjmp_buf signal_way_out;
static jmp_buf way_out;

static uint32_t jump_out(struct usermode *user, const struct usermode_call *call)
{
    (void)call;
    if (user->data)
        siglongjmp(signal_way_out, 1);
    longjmp(way_out, 1);
}

/* Keeps what follows away from the stack that jump_out() leaves. */
static void __attribute__((noinline)) run_and_jump(const void *with_signals)
{
    struct usermode user = RING3_PROGRAM(&outer, ask);

    user.time_limit = MILLISECONDS(20);
    user.call = jump_out;
    user.data = (void *)with_signals;
    usermode_run(&user);
    CHECK(!"a jump out of a system call came back");
}

static void check_jumps(void)
{
    if (!sigsetjmp(signal_way_out, 1))
        run_and_jump("signals");
    outlive(MILLISECONDS(20));
    run_without_limit();
    if (!setjmp(way_out))
        run_and_jump(NULL);
    outlive(MILLISECONDS(20));
    run_without_limit();
}

static int inner_result;
static uint64_t inner_limit;

static uint32_t run_inner(struct usermode *user, const struct usermode_call *call)
{
    struct usermode endless_one = RING3_PROGRAM(&inner, endless);

    (void)user;
    (void)call;
    endless_one.time_limit = inner_limit;
    inner_result = usermode_run(&endless_one);
    return 0;
}

static int run_both(struct usermode user, uint64_t limit, uint64_t limit_of_inner, uint64_t *time)
{
    uint64_t begin = time_monotonic();
    int result;

    user.time_limit = limit;
    user.call = run_inner;
    inner_limit = limit_of_inner;
    result = usermode_run(&user);
    *time = time_monotonic() - begin;
    return result;
}

static void check_nesting(void)
{
    uint64_t time;

    /* The outer one's time ends both. */
    CHECK_EQUAL(run_both(RING3_PROGRAM(&outer, ask), MILLISECONDS(30), MILLISECONDS(2000), &time),
                -ETIMEDOUT);
    CHECK_EQUAL(inner_result, -ETIMEDOUT);
    CHECK(time >= MILLISECONDS(30) && time < MILLISECONDS(1000));
    /* The inner one's ends that alone, and the outer one's goes on to count. */
    CHECK_EQUAL(run_both(RING3_PROGRAM(&outer, ask), MILLISECONDS(2000), MILLISECONDS(30), &time),
                0);
    CHECK_EQUAL(inner_result, -ETIMEDOUT);
    CHECK_EQUAL(run_both(RING3_PROGRAM(&outer, ask_and_spin), MILLISECONDS(100), MILLISECONDS(30),
                         &time), -ETIMEDOUT);
    CHECK(time >= MILLISECONDS(100) && time < MILLISECONDS(1000));
}

/* Over before it begins. */
static void check_short_limits(void)
{
    struct usermode user = RING3_PROGRAM(&outer, endless);
    unsigned int i;

    for (i = 0; i < 100; i++) {
        user.time_limit = 1 + i * 50;
        CHECK_EQUAL(usermode_run(&user), -ETIMEDOUT);
    }
}

void test(void)
{
    ring3_open(&outer);
    ring3_open(&inner);
    check_nesting();
    check_short_limits();
    check_jumps();
    check_thread_end();
    ring3_close(&outer);
    ring3_close(&inner);
}
