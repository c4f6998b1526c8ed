/*
 * Cancellation, deferred: a thread ends at one of the points that docs/posix/threads.md
 * lists. Asynchronous cancellation is refused: at any instruction a thread may hold
 * a lock of the kernel or of the C library, which nobody could release for it.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <pthread.h>
#include <arch/types.h>
#include <kernel/cancel.h>

static void end_cancelled(void)
{
    pthread_exit(PTHREAD_CANCELED);
}

int pthread_cancel(pthread_t thread)
{
    cancel_request(handle_object(thread), end_cancelled);
    return 0;
}

void pthread_testcancel(void)
{
    cancel_point_begin();
    cancel_point_end(0);
}

int pthread_setcancelstate(int state, int *old)
{
    bool was;

    if (state != PTHREAD_CANCEL_ENABLE && state != PTHREAD_CANCEL_DISABLE)
        return EINVAL;
    was = cancel_turn_off(state == PTHREAD_CANCEL_DISABLE);
    if (old)
        *old = was ? PTHREAD_CANCEL_DISABLE : PTHREAD_CANCEL_ENABLE;
    return 0;
}

int pthread_setcanceltype(int type, int *old)
{
    if (type == PTHREAD_CANCEL_ASYNCHRONOUS)
        return ENOTSUP;
    if (type != PTHREAD_CANCEL_DEFERRED)
        return EINVAL;
    if (old)
        *old = PTHREAD_CANCEL_DEFERRED;
    return 0;
}
