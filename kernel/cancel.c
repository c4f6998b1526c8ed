/*
 * Cancellation. A request is a function that the thread itself calls, at a
 * cancellation point.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stddef.h>
#include <kernel/cancel.h>
#include <kernel/lock.h>
#include "thread_private.h"

void cancel_request(struct thread *thread, void (*act)(void))
{
    bool unlock = kernel_lock_save();

    if (!thread->cancel)
        thread->cancel = act;
    if (thread->waiting_on && thread->at_cancel_point &&
        (thread->cancel_wakes || thread->interruptible))
        thread_wake(thread, -EINTR);
    kernel_lock_restore(unlock);
}

bool cancel_turn_off(bool off)
{
    struct thread *thread = thread_current();
    bool was = thread->cancel_off;

    thread->cancel_off = off;
    return was;
}

void cancel_point_begin(void)
{
    struct thread *thread = thread_current();

    if (thread->cancel_off)
        return;
    if (thread->cancel)
        thread->cancel();
    thread->at_cancel_point = true;
}

bool cancel_asked(void)
{
    const struct thread *thread = thread_current();

    return thread->at_cancel_point && thread->cancel;
}

void cancel_point_end(int error)
{
    struct thread *thread = thread_current();

    thread->at_cancel_point = false;
    if (error == -EINTR && thread->cancel && !thread->cancel_off)
        thread->cancel();
}

bool cancel_point_leave(void)
{
    struct thread *thread = thread_current();
    bool was_there = thread->at_cancel_point;

    thread->at_cancel_point = false;
    return was_there;
}

void cancel_point_return(bool was_there)
{
    thread_current()->at_cancel_point = was_there;
}
