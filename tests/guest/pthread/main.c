/*
 * POSIX threads as ported programs use them: each error that the standard names,
 * and each kind of waiting.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <string.h>
#include <time.h>
/* Stacks of threads that still run when the test ends; stdio. */
#define VERDICT_LEAK_ALLOWED (4 * 4096)
#include <verdict.h>

#define THREADS 5
#define ROUNDS  100

static struct timespec in(clockid_t clock, long ms)
{
    struct timespec time;

    clock_gettime(clock, &time);
    time.tv_nsec += ms * 1000000;
    time.tv_sec += time.tv_nsec / 1000000000;
    time.tv_nsec %= 1000000000;
    return time;
}

static void run_all(void *(*function)(void *))
{
    pthread_t threads[THREADS];
    intptr_t i;

    for (i = 0; i < THREADS; i++)
        CHECK_EQUAL(pthread_create(&threads[i], NULL, function, (void *)i), 0);
    for (i = 0; i < THREADS; i++) {
        void *result = NULL;

        CHECK_EQUAL(pthread_join(threads[i], &result), 0);
        CHECK_EQUAL((intptr_t)result, i * 10);
    }
}

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* --- threads ------------------------------------------------------------------- */

static volatile unsigned int detached_ran;
static pthread_t seen_self;

static void *plain(void *number)
{
    if (number == (void *)2)
        pthread_exit((void *)20);
    return (void *)((intptr_t)number * 10);
}

static void *detached(void *unused)
{
    seen_self = pthread_self();
    detached_ran++;
    return unused;
}

/* Ends only when the lock is free. */
static void *pass_lock(void *unused)
{
    pthread_mutex_lock(&lock);
    pthread_mutex_unlock(&lock);
    return unused;
}

static void check_threads(void)
{
    static const struct sched_param none = { .sched_priority = 0 }, high = { .sched_priority = 20 };
    pthread_attr_t attributes;
    pthread_t thread;
    size_t size = 0;

    run_all(plain);
    CHECK_EQUAL(pthread_join(pthread_self(), NULL), EDEADLK);
    CHECK(pthread_equal(pthread_self(), pthread_self()));
    pthread_attr_init(&attributes);
    CHECK_EQUAL(pthread_attr_setstacksize(&attributes, 100), EINVAL);
    CHECK_EQUAL(pthread_attr_setstacksize(&attributes, 20000), 0);
    CHECK_EQUAL(pthread_attr_getstacksize(&attributes, &size), 0);
    CHECK_EQUAL(size, 20000);
    CHECK_EQUAL(pthread_attr_setschedparam(&attributes, &none), EINVAL);
    CHECK_EQUAL(pthread_attr_setschedparam(&attributes, &high), 0);
    CHECK_EQUAL(pthread_attr_setinheritsched(&attributes, PTHREAD_EXPLICIT_SCHED), 0);
    CHECK_EQUAL(pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED), 0);
    CHECK_EQUAL(pthread_create(&thread, &attributes, detached, NULL), 0);
    CHECK_EQUAL(detached_ran, 1);       /* its priority is higher, so it has run */
    CHECK(seen_self == thread);
    pthread_attr_destroy(&attributes);
    CHECK_EQUAL(pthread_create(&thread, &attributes, detached, NULL), EINVAL);
    pthread_mutex_lock(&lock);
    CHECK_EQUAL(pthread_create(&thread, NULL, pass_lock, NULL), 0);
    CHECK_EQUAL(pthread_detach(thread), 0);
    CHECK_EQUAL(pthread_detach(thread), EINVAL);
    CHECK_EQUAL(pthread_join(thread, NULL), EINVAL);
    pthread_mutex_unlock(&lock);
}

/* --- priorities ------------------------------------------------------------------- */

static volatile unsigned int turns;

static void *take_a_turn(void *number)
{
    turns = turns * 10 + (unsigned int)(intptr_t)number;
    return NULL;
}

static void check_attributes_of_scheduling(void)
{
    pthread_attr_t attributes;
    int value = -1;

    pthread_attr_init(&attributes);
    CHECK(!pthread_attr_getinheritsched(&attributes, &value) && value == PTHREAD_INHERIT_SCHED);
    CHECK(!pthread_attr_getschedpolicy(&attributes, &value) && value == SCHED_RR);
    CHECK(!pthread_attr_getscope(&attributes, &value) && value == PTHREAD_SCOPE_SYSTEM);
    CHECK_EQUAL(pthread_attr_setschedpolicy(&attributes, SCHED_FIFO), ENOTSUP);
    CHECK_EQUAL(pthread_attr_setschedpolicy(&attributes, 77), EINVAL);
    CHECK_EQUAL(pthread_attr_setscope(&attributes, PTHREAD_SCOPE_PROCESS), ENOTSUP);
    pthread_attr_destroy(&attributes);
}

/*
 * The only ready thread changes its priority, so its old queue is empty. It never has main's
 * priority: a slice of main's that ends would let it run.
 */
static void check_lonely(void)
{
    struct sched_param below = { .sched_priority = 17 };
    pthread_attr_t attributes;
    pthread_t thread;

    CHECK_EQUAL(pthread_setschedprio(pthread_self(), 18), 0);
    pthread_attr_init(&attributes);
    CHECK_EQUAL(pthread_attr_setinheritsched(&attributes, PTHREAD_EXPLICIT_SCHED), 0);
    CHECK_EQUAL(pthread_attr_setschedparam(&attributes, &below), 0);
    CHECK_EQUAL(pthread_create(&thread, &attributes, take_a_turn, (void *)4), 0);
    pthread_attr_destroy(&attributes);
    CHECK_EQUAL(pthread_setschedprio(thread, 15), 0);
    CHECK_EQUAL(pthread_setschedprio(pthread_self(), 16), 0);
    CHECK_EQUAL(turns, 0);
    CHECK_EQUAL(pthread_join(thread, NULL), 0);
    CHECK_EQUAL(turns, 4);
    turns = 0;
}

/* Three threads are ready: one is raised and runs at once, one is lowered and runs last. */
static void check_priorities(void)
{
    struct sched_param parameter = { .sched_priority = 18 };
    pthread_t threads[3];
    int i, policy = -1;

    check_attributes_of_scheduling();
    check_lonely();
    CHECK_EQUAL(pthread_setschedparam(pthread_self(), SCHED_RR, &parameter), 0);
    for (i = 0; i < 3; i++) {
        CHECK_EQUAL(pthread_create(&threads[i], NULL, take_a_turn, (void *)(intptr_t)(i + 1)), 0);
        CHECK_EQUAL(pthread_setschedprio(threads[i], 17), 0);
    }
    CHECK_EQUAL(turns, 0);
    CHECK_EQUAL(pthread_setschedprio(threads[1], 20), 0);
    CHECK_EQUAL(turns, 2);
    CHECK_EQUAL(pthread_setschedprio(threads[0], 15), 0);
    CHECK_EQUAL(turns, 2);
    parameter.sched_priority = 16;      /* now the third outranks this thread */
    CHECK_EQUAL(pthread_setschedparam(pthread_self(), SCHED_RR, &parameter), 0);
    CHECK_EQUAL(turns, 23);
    for (i = 0; i < 3; i++)
        CHECK_EQUAL(pthread_join(threads[i], NULL), 0);
    CHECK_EQUAL(turns, 231);
    CHECK(!pthread_getschedparam(pthread_self(), &policy, &parameter) && policy == SCHED_RR &&
          parameter.sched_priority == 16);
    CHECK_EQUAL(pthread_setschedprio(pthread_self(), 0), EINVAL);
    CHECK_EQUAL(pthread_setschedprio(pthread_self(), 32), EINVAL);
    CHECK_EQUAL(pthread_setschedparam(pthread_self(), SCHED_FIFO, &parameter), ENOTSUP);
    CHECK_EQUAL(pthread_setschedparam(pthread_self(), 77, &parameter), EINVAL);
}

/* --- mutexes --------------------------------------------------------------------- */

static volatile unsigned int inside, most, sum;

static void *add(void *number)
{
    int i;

    for (i = 0; i < ROUNDS; i++) {
        CHECK_EQUAL(pthread_mutex_lock(&lock), 0);
        most = ++inside > most ? inside : most;
        if (i % 4 == 0)
            sched_yield();
        sum++;
        inside--;
        CHECK_EQUAL(pthread_mutex_unlock(&lock), 0);
    }
    return (void *)((intptr_t)number * 10);
}

static void *meet_a_locked_one(void *mutex)
{
    struct timespec soon = in(CLOCK_REALTIME, 3), bad = { 0, -1 };

    CHECK_EQUAL(pthread_mutex_trylock(mutex), EBUSY);
    CHECK_EQUAL(pthread_mutex_unlock(mutex), EPERM);
    CHECK_EQUAL(pthread_mutex_destroy(mutex), EBUSY);
    CHECK_EQUAL(pthread_mutex_timedlock(mutex, &bad), EINVAL);
    CHECK_EQUAL(pthread_mutex_timedlock(mutex, &soon), ETIMEDOUT);
    return NULL;
}

static void check_type(int type, int again, int try_again)
{
    pthread_mutexattr_t attributes;
    pthread_mutex_t mutex;
    pthread_t thread;
    int got = -1;

    pthread_mutexattr_init(&attributes);
    CHECK_EQUAL(pthread_mutexattr_settype(&attributes, type), 0);
    CHECK_EQUAL(pthread_mutexattr_gettype(&attributes, &got), 0);
    CHECK_EQUAL(got, type);
    CHECK_EQUAL(pthread_mutex_init(&mutex, &attributes), 0);
    CHECK_EQUAL(pthread_mutex_lock(&mutex), 0);
    CHECK_EQUAL(pthread_mutex_trylock(&mutex), try_again);
    if (!try_again)
        pthread_mutex_unlock(&mutex);
    if (again >= 0)
        CHECK_EQUAL(pthread_mutex_lock(&mutex), again);
    if (!again)
        CHECK_EQUAL(pthread_mutex_unlock(&mutex), 0);
    pthread_create(&thread, NULL, meet_a_locked_one, &mutex);
    pthread_join(thread, NULL);
    CHECK_EQUAL(pthread_mutex_unlock(&mutex), 0);
    CHECK_EQUAL(pthread_mutex_unlock(&mutex), EPERM);
    CHECK_EQUAL(pthread_mutex_destroy(&mutex), 0);
    CHECK_EQUAL(pthread_mutex_lock(&mutex), EINVAL);
    CHECK_EQUAL(pthread_mutexattr_settype(&attributes, 77), EINVAL);
    pthread_mutexattr_destroy(&attributes);
}

static void check_mutexes(void)
{
    run_all(add);
    CHECK_EQUAL(most, 1);
    CHECK_EQUAL(sum, THREADS * ROUNDS);
    check_type(PTHREAD_MUTEX_NORMAL, -1, EBUSY);        /* a second lock would wait for ever */
    check_type(PTHREAD_MUTEX_ERRORCHECK, EDEADLK, EBUSY);
    check_type(PTHREAD_MUTEX_RECURSIVE, 0, 0);
    check_type(PTHREAD_MUTEX_DEFAULT, EDEADLK, EBUSY);
    CHECK_EQUAL(pthread_mutex_destroy(&lock), 0);
    CHECK_EQUAL(pthread_mutex_init(&lock, NULL), 0);
}

/* --- conditions -------------------------------------------------------------------- */

static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static volatile unsigned int turn;

static void *take_turns(void *number)
{
    int i;

    pthread_mutex_lock(&lock);
    for (i = 0; i < ROUNDS; i++) {
        while (turn % THREADS != (unsigned int)(intptr_t)number)
            CHECK_EQUAL(pthread_cond_wait(&changed, &lock), 0);
        turn++;
        pthread_cond_broadcast(&changed);
    }
    pthread_mutex_unlock(&lock);
    return (void *)((intptr_t)number * 10);
}

static void check_conditions(void)
{
    struct timespec time = in(CLOCK_REALTIME, 3), bad = { 0, 1000000000 };
    pthread_condattr_t attributes;
    pthread_cond_t monotonic;
    clockid_t clock;

    run_all(take_turns);
    CHECK_EQUAL(turn, THREADS * ROUNDS);
    CHECK_EQUAL(pthread_cond_wait(&changed, &lock), EPERM);
    pthread_mutex_lock(&lock);
    CHECK_EQUAL(pthread_cond_timedwait(&changed, &lock, &time), ETIMEDOUT);
    CHECK_EQUAL(pthread_cond_timedwait(&changed, &lock, &bad), EINVAL);
    pthread_condattr_init(&attributes);
    CHECK_EQUAL(pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC), 0);
    CHECK_EQUAL(pthread_condattr_getclock(&attributes, &clock), 0);
    CHECK_EQUAL(clock, CLOCK_MONOTONIC);
    CHECK_EQUAL(pthread_condattr_setclock(&attributes, 99), EINVAL);
    CHECK_EQUAL(pthread_cond_init(&monotonic, &attributes), 0);
    time = in(CLOCK_MONOTONIC, 3);
    CHECK_EQUAL(pthread_cond_timedwait(&monotonic, &lock, &time), ETIMEDOUT);
    pthread_mutex_unlock(&lock);
    CHECK_EQUAL(pthread_cond_destroy(&monotonic), 0);
    CHECK_EQUAL(pthread_cond_signal(&monotonic), EINVAL);
}

/* --- read-write locks ----------------------------------------------------------------- */

static pthread_rwlock_t shared = PTHREAD_RWLOCK_INITIALIZER;
static volatile unsigned int readers, most_readers, writers, broken;

static void *read_and_write(void *number)
{
    int i;

    for (i = 0; i < ROUNDS; i++) {
        if ((i + (intptr_t)number) % 4) {
            CHECK_EQUAL(pthread_rwlock_rdlock(&shared), 0);
            most_readers = ++readers > most_readers ? readers : most_readers;
            sched_yield();
            broken += writers != 0;
            readers--;
        } else {
            CHECK_EQUAL(pthread_rwlock_wrlock(&shared), 0);
            broken += ++writers != 1 || readers;
            sched_yield();
            writers--;
        }
        CHECK_EQUAL(pthread_rwlock_unlock(&shared), 0);
    }
    return (void *)((intptr_t)number * 10);
}

static void *meet_a_writer(void *unused)
{
    struct timespec soon = in(CLOCK_REALTIME, 3);

    CHECK_EQUAL(pthread_rwlock_tryrdlock(&shared), EBUSY);
    CHECK_EQUAL(pthread_rwlock_trywrlock(&shared), EBUSY);
    CHECK_EQUAL(pthread_rwlock_timedrdlock(&shared, &soon), ETIMEDOUT);
    CHECK_EQUAL(pthread_rwlock_timedwrlock(&shared, &soon), ETIMEDOUT);
    CHECK_EQUAL(pthread_rwlock_unlock(&shared), EPERM);
    CHECK_EQUAL(pthread_rwlock_destroy(&shared), EBUSY);
    return unused;
}

static void check_rwlocks(void)
{
    pthread_t thread;

    run_all(read_and_write);
    CHECK_EQUAL(broken, 0);
    CHECK(most_readers > 1);
    CHECK_EQUAL(pthread_rwlock_wrlock(&shared), 0);
    CHECK_EQUAL(pthread_rwlock_wrlock(&shared), EDEADLK);
    CHECK_EQUAL(pthread_rwlock_rdlock(&shared), EDEADLK);
    pthread_create(&thread, NULL, meet_a_writer, NULL);
    pthread_join(thread, NULL);
    CHECK_EQUAL(pthread_rwlock_unlock(&shared), 0);
    CHECK_EQUAL(pthread_rwlock_unlock(&shared), EPERM);
    CHECK_EQUAL(pthread_rwlock_trywrlock(&shared), 0);
    CHECK_EQUAL(pthread_rwlock_unlock(&shared), 0);
    CHECK_EQUAL(pthread_rwlock_destroy(&shared), 0);
}

/* --- barrier, once, keys ----------------------------------------------------------------- */

static pthread_barrier_t barrier;
static volatile unsigned int arrived, serial, too_early;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static volatile unsigned int initialised, early;
static pthread_key_t key;
static volatile unsigned int destroyed;

static void *cross(void *number)
{
    unsigned int i;

    for (i = 1; i <= ROUNDS; i++) {
        arrived++;
        serial += pthread_barrier_wait(&barrier) == PTHREAD_BARRIER_SERIAL_THREAD;
        too_early += arrived < i * THREADS;
        pthread_barrier_wait(&barrier);
    }
    return (void *)((intptr_t)number * 10);
}

static void initialise(void)
{
    sched_yield();
    initialised++;
}

static void *initialise_once(void *number)
{
    pthread_once(&once, initialise);
    early += initialised != 1;
    return (void *)((intptr_t)number * 10);
}

static void destroy(void *value)
{
    if (++destroyed % 2)                /* sets the key again, so it is called again */
        pthread_setspecific(key, value);
}

static void *use_key(void *number)
{
    CHECK(pthread_getspecific(key) == NULL);
    CHECK_EQUAL(pthread_setspecific(key, (char *)number + 1), 0);
    sched_yield();
    CHECK(pthread_getspecific(key) == (char *)number + 1);
    return (void *)((intptr_t)number * 10);
}

static void check_rest(void)
{
    pthread_key_t other;

    CHECK_EQUAL(pthread_barrier_init(&barrier, NULL, 0), EINVAL);
    CHECK_EQUAL(pthread_barrier_init(&barrier, NULL, THREADS), 0);
    run_all(cross);
    CHECK_EQUAL(too_early, 0);
    CHECK_EQUAL(serial, ROUNDS);
    CHECK_EQUAL(pthread_barrier_destroy(&barrier), 0);

    run_all(initialise_once);
    CHECK_EQUAL(initialised, 1);
    CHECK_EQUAL(early, 0);

    CHECK_EQUAL(pthread_key_create(&key, destroy), 0);
    run_all(use_key);
    CHECK_EQUAL(destroyed, 2 * THREADS);
    CHECK_EQUAL(pthread_setspecific(key, "old"), 0);
    CHECK_EQUAL(pthread_key_delete(key), 0);
    CHECK_EQUAL(pthread_setspecific(key, NULL), EINVAL);
    CHECK_EQUAL(pthread_key_create(&other, NULL), 0);
    CHECK_EQUAL(other, key);
    CHECK(pthread_getspecific(other) == NULL);          /* not the old key's value */
    CHECK_EQUAL(pthread_key_delete(other), 0);
    CHECK_EQUAL(pthread_key_delete(other), EINVAL);
}

void test(void)
{
    check_threads();
    check_priorities();
    check_mutexes();
    check_conditions();
    check_rwlocks();
    check_rest();
}
