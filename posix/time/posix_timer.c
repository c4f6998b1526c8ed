/*
 * timer_create() and the calls on such timers.
 */
/* SPDX-License-Identifier: MIT */
#include <limits.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <diag/log.h>
#include <kernel/deferred.h>
#include <kernel/lock.h>
#include <kernel/time.h>
#include <lib/answer.h>
#include <lib/util.h>
#include <posix/clock.h>
#include <posix/signal_core.h>
#include "interval_timer.h"

struct posix_timer {
    struct interval_timer timer;        /* the first field */
    struct deferred call;               /* of SIGEV_THREAD */
    struct sigevent event;
    clockid_t clock;
    unsigned int overruns;              /* since the last notification */
    bool used;
};

static struct posix_timer timers[TIMER_MAX];

static struct posix_timer *timer_of(timer_t id)
{
    return id < TIMER_MAX && timers[id].used ? &timers[id] : NULL;
}

static void timer_count(struct posix_timer *timer, bool is_new, unsigned int missed)
{
    unsigned int more = is_new ? missed : timer->overruns + missed + 1;

    timer->overruns = more < INT_MAX ? more : INT_MAX;
}

static void signal_expired(struct interval_timer *expired, unsigned int missed)
{
    struct posix_timer *timer = (struct posix_timer *)expired;
    siginfo_t info = {
        .si_signo = timer->event.sigev_signo,
        .si_code = SI_TIMER,
        .si_value = timer->event.sigev_value,
        .si_timerid = timer - timers,
        .si_overrun = missed,
    };

    timer_count(timer, signal_send(&info), missed);
}

static void thread_expired(struct interval_timer *expired, unsigned int missed)
{
    struct posix_timer *timer = (struct posix_timer *)expired;

    timer_count(timer, !timer->call.queued, missed);
    deferred_queue(&timer->call);
}

static void nothing_expired(struct interval_timer *timer, unsigned int missed)
{
    (void)timer;
    (void)missed;
}

/* --- a thread for each notification ------------------------------------------------- */

/* A copy: the timer may be deleted before the thread runs. */
static void *timer_notify(void *data)
{
    struct sigevent event = *(struct sigevent *)data;

    free(data);
    event.sigev_notify_function(event.sigev_value);
    return NULL;
}

static int start_notify(struct sigevent *event)
{
    pthread_attr_t standard;
    pthread_t thread;
    int error;

    pthread_attr_init(&standard);
    pthread_attr_setinheritsched(&standard, PTHREAD_EXPLICIT_SCHED);
    error = pthread_create(&thread, event->sigev_notify_attributes ?: &standard, timer_notify,
                           event);
    if (!error)
        pthread_detach(thread);
    return error;
}

static void timer_start_thread(struct deferred *call)
{
    struct posix_timer *timer = container_of(call, struct posix_timer, call);
    struct sigevent *event = malloc(sizeof(*event));
    int error = ENOMEM;

    if (event) {
        *event = timer->event;
        error = start_notify(event);
    }
    if (error) {
        free(event);
        log_printf("timer_create: no thread for what timer %d has to tell: %d\n",
                   (int)(timer - timers), error);
    }
}

/* --- the calls ----------------------------------------------------------------------- */

static int timer_prepare(struct posix_timer *timer, const struct sigevent *event)
{
    static void (*const expired[])(struct interval_timer *timer, unsigned int missed) = {
        [SIGEV_NONE] = nothing_expired,
        [SIGEV_SIGNAL] = signal_expired,
        [SIGEV_THREAD] = thread_expired,
    };

    if (event->sigev_notify < SIGEV_NONE || event->sigev_notify > SIGEV_THREAD)
        return EINVAL;
    timer->event = *event;
    timer->timer.expired = expired[event->sigev_notify];
    if (event->sigev_notify == SIGEV_THREAD)
        return !event->sigev_notify_function ? EINVAL
               : deferred_init(&timer->call, timer_start_thread) ? EAGAIN : 0;
    if (event->sigev_notify == SIGEV_SIGNAL && !signal_is_valid(event->sigev_signo))
        return EINVAL;
    return event->sigev_notify == SIGEV_SIGNAL && signals_use() ? EAGAIN : 0;
}

static struct posix_timer *timer_take_free(void)
{
    bool unlock = kernel_lock_save();
    struct posix_timer *timer = timers, *end = timers + TIMER_MAX;

    while (timer < end && timer->used)
        timer++;
    if (timer < end) {
        memset(timer, 0, sizeof(*timer));
        timer->used = true;
    }
    kernel_lock_restore(unlock);
    return timer < end ? timer : NULL;
}

int timer_create(clockid_t clock, struct sigevent *restrict event, timer_t *restrict id)
{
    struct posix_timer *timer;
    struct sigevent standard = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGALRM };
    int error;

    if (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC)
        return answer(clock == CLOCK_PROCESS_CPUTIME_ID ? -ENOTSUP : -EINVAL);
    timer = timer_take_free();
    if (!timer)
        return answer(-EAGAIN);
    timer->clock = clock;
    standard.sigev_value.sival_int = timer - timers;
    error = timer_prepare(timer, event ? event : &standard);
    if (error) {
        timer->used = false;
        return answer(-error);
    }
    *id = timer - timers;
    return 0;
}

int timer_delete(timer_t id)
{
    struct posix_timer *timer = timer_of(id);

    if (!timer)
        return answer(-EINVAL);
    interval_timer_set(&timer->timer, 0, 0);
    if (timer->event.sigev_notify == SIGEV_THREAD)
        deferred_cancel(&timer->call);
    timer->used = false;
    return 0;
}

static void tell_setting(const struct posix_timer *timer, struct itimerspec *value)
{
    value->it_value = ns_timespec(interval_timer_left(&timer->timer));
    value->it_interval = ns_timespec(timer->timer.interval);
}

int timer_gettime(timer_t id, struct itimerspec *value)
{
    const struct posix_timer *timer = timer_of(id);

    if (!timer)
        return answer(-EINVAL);
    tell_setting(timer, value);
    return 0;
}

static bool timespec_is_time(const struct timespec *time)
{
    return time->tv_sec >= 0 && timespec_is_normal(time);
}

/* In time of the monotonic clock; a time of the wall clock is converted once, now. */
static uint64_t first_time(const struct posix_timer *timer, int flags, const struct timespec *time)
{
    uint64_t ns = timespec_ns(time), now = 0;

    if (!ns)
        return 0;
    if (!(flags & TIMER_ABSTIME))
        return deadline_after(ns);
    clock_read(timer->clock, &now);
    return deadline_after(ns > now ? ns - now : 0);
}

int timer_settime(timer_t id, int flags, const struct itimerspec *restrict value,
                  struct itimerspec *restrict old)
{
    struct posix_timer *timer = timer_of(id);

    if (!timer || !timespec_is_time(&value->it_value) || !timespec_is_time(&value->it_interval))
        return answer(-EINVAL);
    if (old)
        tell_setting(timer, old);
    interval_timer_set(&timer->timer, first_time(timer, flags, &value->it_value),
                       timespec_ns(&value->it_interval));
    timer->overruns = 0;
    return 0;
}

int timer_getoverrun(timer_t id)
{
    const struct posix_timer *timer = timer_of(id);

    return timer ? (int)timer->overruns : answer(-EINVAL);
}
