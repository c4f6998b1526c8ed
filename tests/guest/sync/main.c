/*
 * Mutexes, conditions and semaphores: no two threads hold a mutex, no waiter is
 * forgotten, and a deadline is kept even if the wake-up comes at the same time.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <events/ports.h>
#include <kernel/condition.h>
#include <kernel/mutex.h>
#include <kernel/semaphore.h>
#include <kernel/thread.h>
#include <kernel/time.h>
#include <verdict.h>

#define MS      1000000ULL
#define THREADS 6
#define ROUNDS  200

static uint64_t in(uint64_t nanoseconds)
{
    return time_monotonic() + nanoseconds;
}

static struct thread *start(void *(*function)(void *), void *argument, unsigned int priority)
{
    return thread_create("worker", function, argument, 8192, priority);
}

static void run_all(void *(*function)(void *))
{
    struct thread *threads[THREADS];
    intptr_t i;

    for (i = 0; i < THREADS; i++)
        threads[i] = start(function, (void *)i, THREAD_PRIORITY_DEFAULT);
    for (i = 0; i < THREADS; i++)
        thread_join(threads[i], NULL);
}

/* --- mutex ---------------------------------------------------------------------- */

static struct mutex mutex;
static volatile unsigned int inside, most_inside, passes;

static void *pass(void *unused)
{
    int i;

    for (i = 0; i < ROUNDS; i++) {
        mutex_lock(&mutex);
        mutex_lock(&mutex);             /* recursive */
        if (++inside > most_inside)
            most_inside = inside;
        if (i % 3 == 0)
            thread_yield();             /* the others queue up */
        passes++;
        inside--;
        mutex_unlock(&mutex);
        mutex_unlock(&mutex);
    }
    return unused;
}

static volatile int gave_up;

static void *try_for_a_while(void *unused)
{
    uint64_t before = time_monotonic();

    CHECK(!mutex_try_lock(&mutex));
    CHECK_EQUAL(mutex_lock_until(&mutex, 0), -ETIMEDOUT);       /* the deadline is past */
    CHECK_EQUAL(mutex_lock_until(&mutex, 1), -ETIMEDOUT);
    CHECK_EQUAL(mutex_lock_until(&mutex, in(5 * MS)), -ETIMEDOUT);
    CHECK(time_monotonic() >= before + 5 * MS);
    gave_up = 1;
    CHECK_EQUAL(mutex_lock_until(&mutex, in(60 * NS_PER_SECOND)), 0);
    mutex_unlock(&mutex);
    return unused;
}

static void check_mutex(void)
{
    struct thread *thread;

    run_all(pass);
    CHECK_EQUAL(most_inside, 1);
    CHECK_EQUAL(passes, THREADS * ROUNDS);
    CHECK(mutex_try_lock(&mutex));
    CHECK_EQUAL(mutex_lock_until(&mutex, 0), 0);
    mutex_unlock(&mutex);
    thread = start(try_for_a_while, NULL, THREAD_PRIORITY_DEFAULT);
    while (!gave_up)
        thread_sleep(5 * MS);
    mutex_unlock(&mutex);
    thread_join(thread, NULL);
}

/* --- condition -------------------------------------------------------------------- */

static struct condition changed, gone;
static volatile unsigned int turn, woken;

/* THREADS in a ring: each waits for its turn and passes it on. */
static void *take_turns(void *me)
{
    int i;

    mutex_lock(&mutex);
    for (i = 0; i < ROUNDS; i++) {
        while (turn % THREADS != (unsigned int)(intptr_t)me)
            condition_wait(&changed, &mutex, WAIT_FOREVER);
        turn++;
        condition_broadcast(&changed);
    }
    mutex_unlock(&mutex);
    return NULL;
}

static void *wait_for_signal(void *unused)
{
    mutex_lock(&mutex);
    mutex_lock(&mutex);
    CHECK_EQUAL(condition_wait(&gone, &mutex, WAIT_FOREVER), 0);
    woken++;
    mutex_unlock(&mutex);
    CHECK(!mutex_try_lock(&mutex) || mutex.depth == 2);         /* still held, twice as before */
    mutex_unlock(&mutex);
    mutex_unlock(&mutex);
    return unused;
}

static void check_condition(void)
{
    struct thread *threads[3];
    int i;

    run_all(take_turns);
    CHECK_EQUAL(turn, THREADS * ROUNDS);

    mutex_lock(&mutex);
    mutex_lock(&mutex);
    CHECK_EQUAL(condition_wait(&gone, &mutex, in(3 * MS)), -ETIMEDOUT);
    CHECK_EQUAL(mutex.depth, 2);
    mutex_unlock(&mutex);
    mutex_unlock(&mutex);

    for (i = 0; i < 3; i++)
        threads[i] = start(wait_for_signal, NULL, THREAD_PRIORITY_DEFAULT + 1);
    condition_signal(&gone);
    thread_yield();
    CHECK_EQUAL(woken, 1);              /* one, not all */
    condition_broadcast(&gone);
    for (i = 0; i < 3; i++)
        thread_join(threads[i], NULL);
    CHECK_EQUAL(woken, 3);
    condition_signal(&gone);            /* without waiters a signal has no effect */
    mutex_lock(&mutex);
    CHECK_EQUAL(condition_wait(&gone, &mutex, in(MS)), -ETIMEDOUT);
    mutex_unlock(&mutex);
}

/* --- semaphore ---------------------------------------------------------------------- */

static struct semaphore items, room = { .value = 3 };
static unsigned int taken[THREADS];

static void *produce_and_consume(void *me)
{
    int i;

    for (i = 0; i < ROUNDS; i++) {
        if ((intptr_t)me % 2) {
            CHECK_EQUAL(semaphore_down(&room, WAIT_FOREVER), 0);
            CHECK_EQUAL(semaphore_up(&items), 0);
        } else {
            CHECK_EQUAL(semaphore_down(&items, WAIT_FOREVER), 0);
            taken[(intptr_t)me]++;
            CHECK_EQUAL(semaphore_up(&room), 0);
        }
    }
    return NULL;
}

static void up(evtchn_port_t port, void *semaphore)
{
    (void)port;
    semaphore_up(semaphore);
}

static void *send_later(void *port)
{
    thread_sleep(3 * MS);
    port_send((evtchn_port_t)(uintptr_t)port);
    return NULL;
}

static void check_semaphore(void)
{
    struct semaphore full = { .value = UINT_MAX };
    struct thread *thread;
    evtchn_port_t port;

    run_all(produce_and_consume);
    CHECK_EQUAL(items.value, 0);
    CHECK_EQUAL(room.value, 3);
    CHECK_EQUAL(taken[0] + taken[2] + taken[4], 3 * ROUNDS);
    CHECK_EQUAL(semaphore_down(&items, 0), -ETIMEDOUT);
    CHECK_EQUAL(semaphore_down(&items, in(2 * MS)), -ETIMEDOUT);
    CHECK_EQUAL(semaphore_down(&room, 0), 0);
    CHECK_EQUAL(semaphore_up(&full), -EOVERFLOW);
    CHECK(full.value == UINT_MAX);

    /* semaphore_up() in an event handler. */
    CHECK_EQUAL(port_bind_ipi(up, &items, &port), 0);
    thread = start(send_later, (void *)(uintptr_t)port, THREAD_PRIORITY_DEFAULT);
    CHECK_EQUAL(semaphore_down(&items, WAIT_FOREVER), 0);
    thread_join(thread, NULL);
    port_close(port);
}

/* --- priorities ---------------------------------------------------------------------- */

#define SLICE   (10 * MS)       /* of the scheduler */

static char order[8];

static void *note(void *letter)
{
    strncat(order, letter, 1);
    return NULL;
}

/* True if it was quick enough: main's slice must not end among threads of its priority. */
static bool run_in_order(void)
{
    struct thread *threads[4];
    uint64_t begun;
    bool first, quick;
    int i;

    thread_sleep(SLICE);            /* begins a new slice */
    begun = time_monotonic();
    order[0] = '\0';
    threads[0] = start(note, "d", THREAD_PRIORITY_DEFAULT - 1);
    threads[1] = start(note, "b", THREAD_PRIORITY_DEFAULT);
    threads[2] = start(note, "c", THREAD_PRIORITY_DEFAULT);
    threads[3] = start(note, "a", THREAD_PRIORITY_DEFAULT + 1);   /* runs before start() returns */
    first = !strcmp(order, "a");
    thread_yield();
    quick = time_monotonic() - begun < SLICE;
    for (i = 0; i < 4; i++)
        thread_join(threads[i], NULL);
    if (quick)
        CHECK(first && !strcmp(order, "abcd"));
    return quick;
}

static void check_priorities(void)
{
    int tries = 100;

    while (!run_in_order() && --tries)
        ;
    CHECK(tries);
}

void test(void)
{
    check_mutex();
    check_condition();
    check_semaphore();
    check_priorities();
}
