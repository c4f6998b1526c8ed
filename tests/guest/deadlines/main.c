/*
 * Deadlines that are far, past or absurd: no call returns early, and a far one costs
 * nothing while it is waited for.
 *
 * Xen takes a timer more than 13 days ahead for a mistake and its event comes after
 * 100 ms; a time beyond 2^63 ns comes at once. So each call that takes a time waits in a
 * thread of its own, this thread counts meanwhile, and Xen's timer is hardly set.
 */
/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE             /* ppoll() */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/select.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>
#include <hypercall/multicall.h>
#include <hypercall/xen.h>
#include <kernel/cancel.h>
#include <kernel/thread.h>
#include <kernel/time.h>
/* The thread of the signals, stacks, pages of tables. */
#define VERDICT_LEAK_ALLOWED 262144
#include <verdict.h>

#define MS 1000000ULL

/* How far ahead the calls wait: each limit of Xen's, of 64 bits of ns, and of a time_t. */
static const struct timespec far[] = {
    { 20 * 86400, 0 },
    { 9200000000, 0 },
    { 9223372036, 854775807 },          /* 2^63 - 1 ns */
    { 9223372036, 854775808 },
    { 18446744073, 709551615 },         /* 2^64 - 1 ns */
    { 253370764800, 0 },                /* until the year 9999, and some */
    { INT64_MAX - 1, 0 },
    { INT64_MAX, 999999999 },
};

static pthread_mutex_t held = PTHREAD_MUTEX_INITIALIZER, guard = PTHREAD_MUTEX_INITIALIZER;
static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static pthread_cond_t never = PTHREAD_COND_INITIALIZER, never_monotonic;
static sem_t none;
static int event;

/* What a relative time is on a clock, as late as a timespec can be. */
static struct timespec at(clockid_t clock, const struct timespec *ahead)
{
    struct timespec now;

    clock_gettime(clock, &now);
    now.tv_nsec += ahead->tv_nsec;
    now.tv_sec += now.tv_nsec / 1000000000;
    now.tv_nsec %= 1000000000;
    if (ahead->tv_sec > INT64_MAX - now.tv_sec)
        return (struct timespec){ INT64_MAX, 999999999 };
    now.tv_sec += ahead->tv_sec;
    return now;
}

/* --- the calls: each returns 0 or an errno ------------------------------------------- */

static int of(int result)
{
    return result < 0 ? errno : 0;
}

static void unlock(void *mutex)
{
    pthread_mutex_unlock(mutex);
}

static int cond_wait_on(pthread_cond_t *cond, clockid_t clock, const struct timespec *time)
{
    struct timespec end = at(clock, time);
    int error;

    pthread_mutex_lock(&guard);
    pthread_cleanup_push(unlock, &guard);
    error = pthread_cond_timedwait(cond, &guard, &end);
    pthread_cleanup_pop(1);
    return error;
}

static int call_cond(const struct timespec *time)
{
    return cond_wait_on(&never, CLOCK_REALTIME, time);
}

static int call_cond_monotonic(const struct timespec *time)
{
    return cond_wait_on(&never_monotonic, CLOCK_MONOTONIC, time);
}

static int call_mutex(const struct timespec *time)
{
    struct timespec end = at(CLOCK_REALTIME, time);
    int error = pthread_mutex_timedlock(&held, &end);

    if (!error)
        pthread_mutex_unlock(&held);
    return error;
}

static int call_semaphore(const struct timespec *time)
{
    struct timespec end = at(CLOCK_REALTIME, time);

    return of(sem_timedwait(&none, &end));
}

static int call_read_lock(const struct timespec *time)
{
    struct timespec end = at(CLOCK_REALTIME, time);
    int error = pthread_rwlock_timedrdlock(&lock, &end);

    if (!error)
        pthread_rwlock_unlock(&lock);
    return error;
}

static int call_write_lock(const struct timespec *time)
{
    struct timespec end = at(CLOCK_REALTIME, time);
    int error = pthread_rwlock_timedwrlock(&lock, &end);

    if (!error)
        pthread_rwlock_unlock(&lock);
    return error;
}

static int call_ppoll(const struct timespec *time)
{
    return of(ppoll(NULL, 0, time, NULL)) ?: ETIMEDOUT;
}

static int call_pselect(const struct timespec *time)
{
    return of(pselect(0, NULL, NULL, NULL, time, NULL)) ?: ETIMEDOUT;
}

static int call_select(const struct timespec *time)
{
    struct timeval same = { time->tv_sec, time->tv_nsec < 0 ? -1 : (time->tv_nsec + 999) / 1000 };

    if (same.tv_usec == 1000000)
        same.tv_usec = 999999;
    return of(select(0, NULL, NULL, NULL, &same)) ?: ETIMEDOUT;
}

static int call_poll(const struct timespec *time)
{
    return of(poll(NULL, 0, time->tv_sec ? INT_MAX : (int)(time->tv_nsec / 1000000))) ?: ETIMEDOUT;
}

static int call_signal(const struct timespec *time)
{
    sigset_t set;
    int error;

    sigemptyset(&set);
    sigaddset(&set, SIGUSR2);
    error = of(sigtimedwait(&set, NULL, time));
    return error == EAGAIN ? ETIMEDOUT : error;
}

static int call_event(const struct timespec *time)
{
    return of(ringlet_event_wait(event, time));
}

static int call_nanosleep(const struct timespec *time)
{
    return of(nanosleep(time, NULL)) ?: ETIMEDOUT;
}

static int call_sleep_until(const struct timespec *time)
{
    struct timespec end = at(CLOCK_REALTIME, time);

    return clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &end, NULL) ?: ETIMEDOUT;
}

static int call_thread_sleep(const struct timespec *time)
{
    uint64_t ns = time->tv_sec > 1000 ? UINT64_MAX - 1 : time->tv_sec * 1000 * MS + time->tv_nsec;
    int error;

    cancel_point_begin();
    error = thread_sleep(ns);
    cancel_point_end(error);
    return -error ?: ETIMEDOUT;
}

static const struct call {
    const char *name;
    int (*call)(const struct timespec *time);
    int negative;               /* what it says to a time before 1970, or to a negative duration */
} calls[] = {
    { "pthread_cond_timedwait", call_cond, ETIMEDOUT },
    { "pthread_cond_timedwait, monotonic", call_cond_monotonic, ETIMEDOUT },
    { "pthread_mutex_timedlock", call_mutex, ETIMEDOUT },
    { "sem_timedwait", call_semaphore, ETIMEDOUT },
    { "pthread_rwlock_timedrdlock", call_read_lock, ETIMEDOUT },
    { "pthread_rwlock_timedwrlock", call_write_lock, ETIMEDOUT },
    { "ppoll", call_ppoll, EINVAL },
    { "pselect", call_pselect, EINVAL },
    { "select", call_select, EINVAL },
    { "poll", call_poll, 0 },
    { "sigtimedwait", call_signal, EINVAL },
    { "ringlet_event_wait", call_event, EINVAL },
    { "nanosleep", call_nanosleep, EINVAL },
    { "clock_nanosleep", call_sleep_until, EINVAL },
    { "thread_sleep", call_thread_sleep, 0 },
};

#define CALLS (sizeof(calls) / sizeof(calls[0]))

static void hold_all(void)
{
    pthread_mutex_lock(&held);
    pthread_rwlock_wrlock(&lock);
    event = ringlet_event_open(RINGLET_SELF, RINGLET_NEW_PORT);
    CHECK(event >= 0);
}

/* Whoever waits in a call that is no cancellation point comes back from it. */
static void let_all_go(void)
{
    pthread_rwlock_unlock(&lock);
    pthread_mutex_unlock(&held);
    CHECK_EQUAL(ringlet_event_close(event), 0);
}

/* --- near ones ------------------------------------------------------------------------ */

static void check_near(const struct call *call, const struct timespec *time, uint64_t least, int error)
{
    uint64_t start = time_monotonic(), took;
    int got = call->call(time);

    took = time_monotonic() - start;
    if (got != error || took < least || took >= least + 5 * NS_PER_SECOND) {
        failures++;
        printf("FAILED %s of %lld.%09ld s: %d, not %d, after %llu ns\n", call->name,
               (long long)time->tv_sec, time->tv_nsec, got, error, (unsigned long long)took);
    }
}

static void *check_all_near(void *unused)
{
    const struct timespec zero = { 0, 0 }, soon = { 0, 5000000 }, past = { -4000000000, 0 },
                          first = { INT64_MIN, 0 };
    const struct call *call;

    for (call = calls; call < calls + CALLS; call++) {
        check_near(call, &zero, 0, ETIMEDOUT);
        check_near(call, &soon, 5 * MS, ETIMEDOUT);
        if (call->negative) {
            int early = call->call == call_sleep_until ? EINVAL : call->negative;

            check_near(call, &past, 0, early);
            check_near(call, &first, 0, early);
        }
    }
    return unused;
}

/* --- far ones ------------------------------------------------------------------------- */

struct waiter {
    const struct call *call;
    const struct timespec *time;
    pthread_t thread;
    volatile bool begun, ended;
    int result;
};

static struct waiter waiters[CALLS];
static timer_t timers[3];
static volatile int signals;

static void *wait_far(void *data)
{
    struct waiter *waiter = data;

    waiter->begun = true;
    waiter->result = waiter->call->call(waiter->time);
    waiter->ended = true;
    return NULL;
}

static void count_signal(int signal)
{
    (void)signal;
    signals++;
}

static void set_timers(const struct timespec *time)
{
    struct itimerspec once = { .it_value = *time }, again = { .it_value = { 0, 1000000 }, .it_interval = *time },
                      end = { .it_value = at(CLOCK_REALTIME, time) };
    struct itimerval alarm_once = { .it_value = { time->tv_sec, 0 } };

    CHECK_EQUAL(setitimer(ITIMER_REAL, &alarm_once, NULL), 0);
    CHECK_EQUAL(timer_settime(timers[0], 0, &once, NULL), 0);
    CHECK_EQUAL(timer_settime(timers[1], TIMER_ABSTIME, &end, NULL), 0);
    CHECK_EQUAL(timer_settime(timers[2], 0, &again, NULL), 0);
}

/* How often the timer was set while this thread counted for half a second, and how far it got. */
static unsigned int count(uint64_t *counted)
{
    uint64_t end = time_monotonic() + 500 * MS;
    uint32_t set = hypercall_count(__HYPERVISOR_set_timer_op);

    for (*counted = 0; time_monotonic() < end; ++*counted)
        ;
    return hypercall_count(__HYPERVISOR_set_timer_op) - set;
}

static void begin_waits(const struct timespec *time)
{
    struct waiter *waiter;
    sigset_t set;
    size_t i;

    sigemptyset(&set);
    sigaddset(&set, SIGALRM);           /* it must not end a wait */
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    for (i = 0; i < CALLS; i++) {
        waiter = &waiters[i];
        *waiter = (struct waiter){ .call = &calls[i], .time = time };
        CHECK_EQUAL(pthread_create(&waiter->thread, NULL, wait_far, waiter), 0);
    }
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
    for (i = 0; i < CALLS; i++)
        while (!waiters[i].begun)
            thread_sleep(MS);
    thread_sleep(20 * MS);              /* each is in its call, and the third timer has come once */
}

static void end_waits(void)
{
    struct waiter *waiter;

    let_all_go();
    for (waiter = waiters; waiter < waiters + CALLS; waiter++) {
        pthread_cancel(waiter->thread);
        pthread_join(waiter->thread, NULL);
    }
    hold_all();
}

static void check_far(const struct timespec *time, uint64_t idle)
{
    struct waiter *waiter;
    unsigned int set;
    uint64_t counted;

    signals = 0;
    set_timers(time);
    begin_waits(time);
    set = count(&counted);
    printf("%lld.%09ld s: timer set %u times, counted to %llu of %llu\n", (long long)time->tv_sec,
           time->tv_nsec, set, (unsigned long long)counted, (unsigned long long)idle);
    CHECK(set <= 2);
    CHECK(counted > idle / 10);
    CHECK_EQUAL(signals, 1);
    for (waiter = waiters; waiter < waiters + CALLS; waiter++)
        if (waiter->ended) {
            failures++;
            printf("FAILED %s came back early: %d\n", waiter->call->name, waiter->result);
        }
    end_waits();
}

/* The largest alarm there is. */
static void check_alarm(void)
{
    uint64_t counted;

    signals = 0;
    alarm(UINT_MAX);
    CHECK(count(&counted) <= 2);
    CHECK(signals == 0 && alarm(0) > UINT_MAX - 10);
}

static void prepare(void)
{
    struct sigaction action = { .sa_handler = count_signal };
    pthread_condattr_t attributes;
    sigset_t set;
    int i;

    sigemptyset(&set);
    sigaddset(&set, SIGUSR2);           /* for sigtimedwait() */
    sigprocmask(SIG_BLOCK, &set, NULL);
    sigaction(SIGALRM, &action, NULL);
    for (i = 0; i < 3; i++)
        CHECK_EQUAL(timer_create(i == 1 ? CLOCK_REALTIME : CLOCK_MONOTONIC, NULL, &timers[i]), 0);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&never_monotonic, &attributes);
    sem_init(&none, 0, 0);
}

static void clean_up(void)
{
    const struct itimerspec stop = { 0 };
    int i;

    for (i = 0; i < 3; i++) {
        timer_settime(timers[i], 0, &stop, NULL);
        timer_delete(timers[i]);
    }
    sem_destroy(&none);
    pthread_cond_destroy(&never_monotonic);
}

void test(void)
{
    pthread_t thread;
    uint64_t idle;
    size_t i;

    prepare();
    hold_all();
    pthread_create(&thread, NULL, check_all_near, NULL);
    pthread_join(thread, NULL);
    CHECK(count(&idle) <= 2);
    for (i = 0; i < sizeof(far) / sizeof(far[0]); i++)
        check_far(&far[i], idle);
    check_alarm();
    let_all_go();
    clean_up();
}
