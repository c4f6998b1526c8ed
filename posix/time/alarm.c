/*
 * alarm() and setitimer(): one timer, SIGALRM.
 */
/* SPDX-License-Identifier: MIT */
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>
#include <sys/time.h>
#include <unistd.h>
#include <diag/panic.h>
#include <kernel/time.h>
#include <lib/answer.h>
#include <posix/clock.h>
#include <posix/signal_core.h>
#include "interval_timer.h"

#define US_PER_SECOND 1000000

static void alarm_ring(struct interval_timer *timer, unsigned int missed)
{
    siginfo_t info = { .si_signo = SIGALRM, .si_code = SI_KERNEL };

    (void)timer;
    (void)missed;
    signal_send(&info);
}

static struct interval_timer alarm_timer = { .expired = alarm_ring };

static bool is_timeval(const struct timeval *time)
{
    return time->tv_sec >= 0 && time->tv_usec >= 0 && time->tv_usec < US_PER_SECOND;
}

static uint64_t timeval_ns(const struct timeval *time)
{
    struct timespec same = { .tv_sec = time->tv_sec, .tv_nsec = time->tv_usec * 1000 };

    return timespec_ns(&same);
}

/* A timer that is running never shows 0 as its remaining time. */
static struct itimerval now_set(void)
{
    return (struct itimerval){
        .it_value = ns_timeval(interval_timer_left(&alarm_timer) + 999),
        .it_interval = ns_timeval(alarm_timer.interval),
    };
}

int getitimer(int which, struct itimerval *value)
{
    if (which != ITIMER_REAL)
        return answer(-EINVAL);
    *value = now_set();
    return 0;
}

int setitimer(int which, const struct itimerval *restrict value, struct itimerval *restrict old)
{
    uint64_t first;

    if (which != ITIMER_REAL || !is_timeval(&value->it_value) || !is_timeval(&value->it_interval))
        return answer(-EINVAL);
    if (signals_use())
        return answer(-ENOMEM);
    if (old)
        *old = now_set();
    first = timeval_ns(&value->it_value);
    interval_timer_set(&alarm_timer, first ? deadline_after(first) : 0,
                       first ? timeval_ns(&value->it_interval) : 0);
    return 0;
}

/* alarm() cannot report an error, and an alarm that never comes would be worse than a panic. */
static void use_signals(void)
{
    if (signals_use())
        panic("alarm: no memory for the thread of the signals");
}

/* Rounded up, as 0 would mean that no alarm was set. */
unsigned int alarm(unsigned int seconds)
{
    struct itimerval value = { .it_value.tv_sec = seconds }, old;

    use_signals();
    setitimer(ITIMER_REAL, &value, &old);
    /* It cannot fail after use_signals(). NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult) */
    return old.it_value.tv_sec + (old.it_value.tv_usec > 0);
}

useconds_t ualarm(useconds_t us, useconds_t interval)
{
    struct itimerval old, value = {
        .it_value = ns_timeval(us * 1000ULL), .it_interval = ns_timeval(interval * 1000ULL),
    };

    use_signals();
    setitimer(ITIMER_REAL, &value, &old);
    /* As above. NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult) */
    return old.it_value.tv_sec * US_PER_SECOND + old.it_value.tv_usec;
}
