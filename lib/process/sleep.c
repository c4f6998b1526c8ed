/*
 * Sleeping.
 */
/* SPDX-License-Identifier: MIT */
#include <unistd.h>
#include <kernel/thread.h>
#include "private.h"

int nanosleep(const struct timespec *time, struct timespec *rest)
{
    if (time->tv_sec < 0 || !timespec_is_normal(time))
        return fail(EINVAL);
    thread_sleep(timespec_ns(time));
    if (rest)
        *rest = (struct timespec){ 0, 0 };
    return 0;
}
