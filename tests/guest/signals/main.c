/*
 * Signals that are sent: which thread gets them and when, waiting for them, and interrupted calls.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>
/* The signal thread stays. */
#define VERDICT_LEAK_ALLOWED 65536
#include <verdict.h>

#define FAILS(call, error) \
    do { \
        errno = 0; \
        CHECK_EQUAL(call, -1); \
        CHECK_EQUAL(errno, error); \
    } while (0)

static volatile int calls, last;
static volatile pthread_t called_in;

static void count(int signal)
{
    calls++;
    last = signal;
    called_in = pthread_self();
    errno = 77;                         /* must not reach the interrupted code */
}

static void set(int signal, void (*handler)(int), int flags)
{
    struct sigaction action = { .sa_flags = flags };

    action.sa_handler = handler;
    CHECK_EQUAL(sigaction(signal, &action, NULL), 0);
    calls = 0;
}

static sigset_t only(int signal)
{
    sigset_t mask;

    sigemptyset(&mask);
    CHECK_EQUAL(sigaddset(&mask, signal), 0);
    return mask;
}

static void check_sets(void)
{
    sigset_t mask;

    sigfillset(&mask);
    CHECK(sigismember(&mask, SIGUSR2) == 1 && sigismember(&mask, 1) == 1);
    CHECK(sigdelset(&mask, SIGUSR2) == 0 && sigismember(&mask, SIGUSR2) == 0);
    FAILS(sigaddset(&mask, 0), EINVAL);
    FAILS(sigaddset(&mask, NSIG), EINVAL);
    FAILS(sigismember(&mask, -1), EINVAL);
}

static void check_raise(void)
{
    struct sigaction old;

    set(SIGUSR1, count, 0);
    errno = 0;
    CHECK(raise(SIGUSR1) == 0 && calls == 1 && last == SIGUSR1 && errno == 0);
    CHECK(kill(getpid(), SIGUSR1) == 0 && calls == 2);
    CHECK(pthread_kill(pthread_self(), SIGUSR1) == 0 && calls == 3);
    CHECK(kill(1, 0) == 0 && calls == 3);
    FAILS(kill(2, SIGUSR1), ESRCH);
    FAILS(kill(1, 99), EINVAL);
    FAILS(raise(-1), EINVAL);
    CHECK_EQUAL(pthread_kill(pthread_self(), 99), EINVAL);
    FAILS(sigaction(SIGKILL, &old, NULL), EINVAL);
    CHECK(sigaction(SIGUSR1, NULL, &old) == 0 && old.sa_handler == count);
    CHECK(signal(SIGUSR1, SIG_IGN) == count);
    CHECK(raise(SIGUSR1) == 0 && calls == 3);
    CHECK(signal(SIGUSR1, SIG_DFL) == SIG_IGN);
    CHECK(raise(SIGCHLD) == 0 && raise(SIGWINCH) == 0);         /* ignored by default */
    set(SIGUSR1, count, SA_RESETHAND);
    raise(SIGUSR1);
    CHECK(sigaction(SIGUSR1, NULL, &old) == 0 && old.sa_handler == SIG_DFL && calls == 1);
}

static void check_mask(void)
{
    sigset_t mask = only(SIGUSR1), old, pending;

    set(SIGUSR1, count, 0);
    CHECK(sigprocmask(SIG_BLOCK, &mask, &old) == 0 && !sigismember(&old, SIGUSR1));
    raise(SIGUSR1);
    raise(SIGUSR1);
    CHECK(kill(getpid(), SIGUSR1) == 0 && calls == 0);
    CHECK(sigpending(&pending) == 0 && sigismember(&pending, SIGUSR1));
    CHECK(sigprocmask(SIG_UNBLOCK, &mask, NULL) == 0);
    CHECK_EQUAL(calls, 2);              /* one was sent to the thread, one to the process */
    CHECK(sigpending(&pending) == 0 && !sigismember(&pending, SIGUSR1));
    FAILS(sigprocmask(99, &mask, NULL), EINVAL);
}

static volatile int depth, deepest, raised;

static void nest(int signal)
{
    if (++depth > deepest)
        deepest = depth;
    if (!raised++)
        raise(signal);
    depth--;
}

static void check_nesting(void)
{
    set(SIGUSR1, nest, 0);
    raise(SIGUSR1);
    CHECK(deepest == 1 && raised == 2); /* blocked while the handler runs, then delivered */
    deepest = raised = 0;
    set(SIGUSR1, nest, SA_NODEFER);
    raise(SIGUSR1);
    CHECK(deepest == 2 && raised == 2);
}

/* --- waiting ---------------------------------------------------------------------- */

static volatile int asleep;

static void *sleeper(void *unused)
{
    struct timespec hour = { 3600, 0 }, rest = { 0, 0 };

    (void)unused;
    asleep = 1;
    errno = 0;
    CHECK(nanosleep(&hour, &rest) == -1 && errno == EINTR);
    CHECK(rest.tv_sec >= 3590 && rest.tv_sec <= 3600);
    return NULL;
}

static void check_interrupting(void)
{
    struct timespec pause_time = { 0, 20000000 };
    pthread_t thread;

    set(SIGUSR2, count, SA_RESTART);    /* nanosleep() ends in spite of SA_RESTART */
    CHECK_EQUAL(pthread_create(&thread, NULL, sleeper, NULL), 0);
    while (!asleep)
        nanosleep(&pause_time, NULL);
    nanosleep(&pause_time, NULL);
    CHECK_EQUAL(pthread_kill(thread, SIGUSR2), 0);
    CHECK_EQUAL(pthread_join(thread, NULL), 0);
    CHECK(calls == 1 && pthread_equal(called_in, thread));
}

static void *sender(void *signal)
{
    struct timespec pause_time = { 0, 30000000 };

    nanosleep(&pause_time, NULL);
    kill(getpid(), (int)signal);
    return NULL;
}

static pthread_t send_soon(int signal)
{
    pthread_t thread;
    sigset_t all, old;

    sigfillset(&all);                   /* the sender must not receive it */
    pthread_sigmask(SIG_SETMASK, &all, &old);
    CHECK_EQUAL(pthread_create(&thread, NULL, sender, (void *)signal), 0);
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    return thread;
}

static void check_sigwait(void)
{
    sigset_t mask = only(SIGUSR1);
    struct timespec soon = { 0, 10000000 };
    union sigval value = { .sival_int = 4711 };
    pthread_t thread;
    siginfo_t info;
    int signal = 0;

    set(SIGUSR1, count, 0);
    sigprocmask(SIG_BLOCK, &mask, NULL);
    thread = send_soon(SIGUSR1);
    CHECK(sigwait(&mask, &signal) == 0 && signal == SIGUSR1 && calls == 0);
    pthread_join(thread, NULL);
    FAILS(sigtimedwait(&mask, &info, &soon), EAGAIN);
    CHECK_EQUAL(sigqueue(getpid(), SIGUSR1, value), 0);
    FAILS(sigqueue(getpid(), SIGUSR1, value), EAGAIN);
    CHECK(sigwaitinfo(&mask, &info) == SIGUSR1 && info.si_code == SI_QUEUE &&
          info.si_value.sival_int == 4711);
    sigprocmask(SIG_UNBLOCK, &mask, NULL);
    CHECK_EQUAL(calls, 0);
}

static void check_sigsuspend(void)
{
    sigset_t mask = only(SIGUSR1), none;
    pthread_t thread;

    set(SIGUSR1, count, 0);
    sigemptyset(&none);
    sigprocmask(SIG_BLOCK, &mask, NULL);
    raise(SIGUSR1);
    FAILS(sigsuspend(&none), EINTR);
    CHECK_EQUAL(calls, 1);
    raise(SIGUSR1);
    CHECK_EQUAL(calls, 1);              /* the mask is restored */
    sigprocmask(SIG_UNBLOCK, &mask, NULL);
    thread = send_soon(SIGUSR1);
    FAILS(pause(), EINTR);
    CHECK(calls == 3 && pthread_equal(called_in, pthread_self()));
    pthread_join(thread, NULL);
}

/* A thread that computes is not interrupted; the handler runs in another thread. */
static void check_computing(void)
{
    pthread_t thread;

    set(SIGUSR1, count, 0);
    thread = send_soon(SIGUSR1);
    while (!calls)
        ;
    CHECK(!pthread_equal(called_in, pthread_self()));
    pthread_join(thread, NULL);
}

static uint64_t now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000ULL + time.tv_nsec;
}

static void check_alarm(void)
{
    struct itimerval value = { .it_value.tv_usec = 30000, .it_interval.tv_usec = 20000 };
    uint64_t start;

    set(SIGALRM, count, 0);
    start = now();
    CHECK_EQUAL(alarm(1), 0);
    FAILS(pause(), EINTR);
    CHECK(calls == 1 && now() - start >= 1000000000);
    CHECK(alarm(100) == 0 && alarm(0) == 100);
    CHECK_EQUAL(setitimer(ITIMER_REAL, &value, NULL), 0);
    while (calls < 4)
        pause();
    CHECK(getitimer(ITIMER_REAL, &value) == 0 && value.it_interval.tv_usec == 20000);
    memset(&value, 0, sizeof(value));
    CHECK_EQUAL(setitimer(ITIMER_REAL, &value, NULL), 0);
    CHECK(getitimer(ITIMER_REAL, &value) == 0 && value.it_interval.tv_usec == 0);
    FAILS(setitimer(ITIMER_VIRTUAL, &value, NULL), EINVAL);
    value.it_value.tv_usec = 1000000;
    FAILS(setitimer(ITIMER_REAL, &value, NULL), EINVAL);
    CHECK(sleep(0) == 0 && usleep(1000) == 0);
    value = (struct itimerval){ .it_value.tv_usec = 500000 };
    CHECK_EQUAL(setitimer(ITIMER_REAL, &value, NULL), 0);
    CHECK_EQUAL(sleep(100), 99);
}

void test(void)
{
    check_sets();
    check_raise();
    check_mask();
    check_nesting();
    check_interrupting();
    check_sigwait();
    check_sigsuspend();
    check_computing();
    check_alarm();
}
