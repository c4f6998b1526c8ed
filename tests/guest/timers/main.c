/*
 * timer_create() and the like: by signal, by thread, silent; once, periodic, late.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
/* Threads of the kernel stay. */
#define VERDICT_LEAK_ALLOWED 131072
#include <verdict.h>

#define FAILS(call, error) \
    do { \
        errno = 0; \
        CHECK_EQUAL(call, -1); \
        CHECK_EQUAL(errno, error); \
    } while (0)

static volatile int calls, value, code, overruns;

static void handle(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)context;
    calls++;
    value = info->si_value.sival_int;
    code = info->si_code;
}

static uint64_t now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000ULL + time.tv_nsec;
}

static struct itimerspec setting(long first_ns, long interval_ns)
{
    return (struct itimerspec){ .it_value = { 0, first_ns }, .it_interval = { 0, interval_ns } };
}

static void check_signal(void)
{
    struct sigaction action = { .sa_flags = SA_SIGINFO };
    struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1 };
    struct itimerspec set = setting(30000000, 0), left;
    uint64_t start = now();
    timer_t timer;

    action.sa_sigaction = handle;
    sigaction(SIGUSR1, &action, NULL);
    event.sigev_value.sival_int = 4711;
    CHECK_EQUAL(timer_create(CLOCK_MONOTONIC, &event, &timer), 0);
    CHECK(timer_gettime(timer, &left) == 0 && !left.it_value.tv_sec && !left.it_value.tv_nsec);
    CHECK_EQUAL(timer_settime(timer, 0, &set, NULL), 0);
    CHECK(timer_gettime(timer, &left) == 0 && left.it_value.tv_nsec > 0 &&
          left.it_value.tv_nsec <= 30000000);
    while (!calls)
        pause();
    CHECK(now() - start >= 30000000 && value == 4711 && code == SI_TIMER && calls == 1);
    CHECK(timer_gettime(timer, &left) == 0 && !left.it_value.tv_nsec);

    /* Periodic, until it is stopped; then at an absolute time. */
    set = setting(10000000, 10000000);
    CHECK_EQUAL(timer_settime(timer, 0, &set, NULL), 0);
    while (calls < 4)
        pause();
    set = setting(0, 0);
    CHECK(timer_settime(timer, 0, &set, &left) == 0 && left.it_interval.tv_nsec == 10000000);
    calls = 0;
    clock_gettime(CLOCK_MONOTONIC, &set.it_value);
    set.it_value.tv_sec += 1;
    CHECK_EQUAL(timer_settime(timer, TIMER_ABSTIME, &set, NULL), 0);
    while (!calls)
        pause();
    CHECK(now() >= set.it_value.tv_sec * 1000000000ULL + set.it_value.tv_nsec);
    CHECK_EQUAL(timer_delete(timer), 0);
    FAILS(timer_delete(timer), EINVAL);
    FAILS(timer_gettime(timer, &left), EINVAL);
}

/* While the signal is blocked, further expirations are counted. */
static void check_overrun(void)
{
    struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1 };
    struct itimerspec set = setting(10000000, 10000000);
    struct timespec pause_time = { 0, 105000000 };
    sigset_t mask;
    timer_t timer;

    sigemptyset(&mask);
    sigaddset(&mask, SIGUSR1);
    sigprocmask(SIG_BLOCK, &mask, NULL);
    calls = 0;
    CHECK_EQUAL(timer_create(CLOCK_REALTIME, &event, &timer), 0);
    CHECK_EQUAL(timer_settime(timer, 0, &set, NULL), 0);
    nanosleep(&pause_time, NULL);
    overruns = timer_getoverrun(timer);
    CHECK(calls == 0 && overruns >= 8);
    CHECK_EQUAL(timer_delete(timer), 0);
    sigprocmask(SIG_UNBLOCK, &mask, NULL);
    CHECK_EQUAL(calls, 1);

    /* A timer with too short an interval is throttled. */
    set = setting(1, 1);
    event.sigev_notify = SIGEV_NONE;
    CHECK_EQUAL(timer_create(CLOCK_MONOTONIC, &event, &timer), 0);
    CHECK_EQUAL(timer_settime(timer, 0, &set, NULL), 0);
    nanosleep(&pause_time, NULL);
    CHECK_EQUAL(timer_delete(timer), 0);
}

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t called = PTHREAD_COND_INITIALIZER;
static int notified;
static pthread_t notified_in;

static void notify(union sigval sent)
{
    pthread_mutex_lock(&mutex);
    notified += sent.sival_int;
    notified_in = pthread_self();
    pthread_cond_signal(&called);
    pthread_mutex_unlock(&mutex);
}

static void check_thread(void)
{
    struct sigevent event = { .sigev_notify = SIGEV_THREAD, .sigev_notify_function = notify };
    struct itimerspec set = setting(10000000, 10000000);
    timer_t timer;

    event.sigev_value.sival_int = 10;
    CHECK_EQUAL(timer_create(CLOCK_MONOTONIC, &event, &timer), 0);
    CHECK_EQUAL(timer_settime(timer, 0, &set, NULL), 0);
    pthread_mutex_lock(&mutex);
    while (notified < 30)
        pthread_cond_wait(&called, &mutex);
    pthread_mutex_unlock(&mutex);
    CHECK(!pthread_equal(notified_in, pthread_self()));
    CHECK_EQUAL(timer_delete(timer), 0);
}

static void check_errors(void)
{
    struct sigevent event = { .sigev_notify = 99 };
    struct itimerspec set = setting(1000000000, 0);
    timer_t timers[33], timer;
    int made = 0;

    FAILS(timer_create(77, NULL, &timer), EINVAL);
    FAILS(timer_create(CLOCK_MONOTONIC, &event, &timer), EINVAL);
    event.sigev_notify = SIGEV_SIGNAL;
    event.sigev_signo = 99;
    FAILS(timer_create(CLOCK_MONOTONIC, &event, &timer), EINVAL);
    event.sigev_notify = SIGEV_NONE;
    while (made < 33 && timer_create(CLOCK_MONOTONIC, &event, &timers[made]) == 0)
        made++;
    CHECK(made == 32 && errno == EAGAIN && sysconf(_SC_TIMER_MAX) == 32);
    FAILS(timer_settime(timers[0], 0, &set, NULL), EINVAL);
    while (made--)
        CHECK_EQUAL(timer_delete(timers[made]), 0);
    FAILS(timer_settime(timers[0], 0, &set, NULL), EINVAL);
    FAILS(timer_getoverrun(99), EINVAL);
}

static void check_sleeping(void)
{
    struct timespec time;
    uint64_t start = now();

    clock_gettime(CLOCK_REALTIME, &time);
    time.tv_sec += 1;
    CHECK_EQUAL(clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &time, NULL), 0);
    CHECK(now() - start >= 999000000);
    time.tv_sec -= 100;
    CHECK_EQUAL(clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &time, NULL), 0);
    time.tv_nsec = -1;
    CHECK_EQUAL(clock_nanosleep(CLOCK_MONOTONIC, 0, &time, NULL), EINVAL);
    CHECK_EQUAL(clock_nanosleep(77, 0, &time, NULL), EINVAL);
    CHECK_EQUAL(clock_nanosleep(CLOCK_PROCESS_CPUTIME_ID, 0, &time, NULL), ENOTSUP);
}

void test(void)
{
    check_signal();
    check_overrun();
    check_thread();
    check_errors();
    check_sleeping();
}
