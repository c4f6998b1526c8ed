/*
 * Ending a thread from outside, at a point where it holds nothing: the basis of
 * POSIX cancellation.
 *
 *     cancel_point_begin();               carries out a request, if there is one
 *     error = wait...();                  may end early with -EINTR
 *     cancel_point_end(error);            -EINTR: carries out the request
 *     return error;                       0 is a result, and is kept
 *
 * Between the two a request ends a wait for a condition, a semaphore, a thread's end,
 * time, or a key on the console. It does not interrupt a wait for a mutex, or any wait
 * not documented as cancellable. Outside, a request waits for the next point.
 */
/* SPDX-License-Identifier: MIT */
#ifndef KERNEL_CANCEL_H
#define KERNEL_CANCEL_H

#include <stdbool.h>

struct thread;

/* Makes the thread call act() at its next point; only the first request counts. Any context. */
void cancel_request(struct thread *thread, void (*act)(void));

/* For the calling thread: points do nothing while off is true. Returns the setting before. */
bool cancel_turn_off(bool off);

void cancel_point_begin(void);

/* Between the two: is there a request, which cancel_point_end(-EINTR) will carry out? Any context. */
bool cancel_asked(void);

void cancel_point_end(int error);

/*
 * Around a signal handler, which may have points of its own, or jump away from the
 * point it is called in. Pass the first one's result to the second.
 */
bool cancel_point_leave(void);
void cancel_point_return(bool was_there);

#endif
