/*
 * Ending a thread from outside, at a place where that leaves nothing behind:
 * what POSIX cancellation stands on.
 *
 *     cancel_point_begin();               does what was asked, if something was
 *     error = wait...();                  may end early with -EINTR
 *     cancel_point_end(error);            -EINTR: does what was asked
 *     return error;                       0 is a result, and is kept
 *
 * Between the two a request ends what the thread waits for: a condition, a
 * semaphore, a thread's end, time, a key on the console. A mutex it does not, nor
 * anything that does not say so. Outside, a request waits for the next point.
 */
/* SPDX-License-Identifier: MIT */
#ifndef KERNEL_CANCEL_H
#define KERNEL_CANCEL_H

#include <stdbool.h>

struct thread;

/* The thread is to call act() at its next point; the first request counts. Any context. */
void cancel_request(struct thread *thread, void (*act)(void));

/* For the calling thread: points do nothing while it is off. Returns how it was. */
bool cancel_turn_off(bool off);

void cancel_point_begin(void);

/* Between the two: is there a request, which cancel_point_end(-EINTR) will do? Any context. */
bool cancel_asked(void);

void cancel_point_end(int error);

/*
 * Around a handler of signals, which may have points of its own, or jump away from
 * the one it is called in. Give what the first returned to the second.
 */
bool cancel_point_leave(void);
void cancel_point_return(bool was_there);

#endif
