/*
 * Signals, for calls that wait, and for the terminal.
 *
 * A call that waits sleeps by wait_queue_sleep_interruptible(), releases what it holds when that
 * returns -EINTR, and asks here whether to start again:
 *
 *     do
 *         result = pipe_read(...);                     0 and more, or a negative errno
 *     while (signal_restart() && result == -EINTR);
 */
/* SPDX-License-Identifier: MIT */
#ifndef POSIX_SIGNALS_H
#define POSIX_SIGNALS_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <drivers/tty.h>

struct wait_queue;

/*
 * Runs the handlers of the calling thread's pending signals. True: an interrupted call
 * starts again; false: it ends with EINTR, as a handler without SA_RESTART has run, or
 * the thread is to be cancelled. Thread context, nothing locked, as a handler may jump away.
 */
bool signal_restart(void);

/* The same for a call that ends with any handler: true if one has run. */
bool signal_handled(void);

/*
 * Sleeps as wait_queue_sleep_interruptible() does, for such a call, and runs handlers. A
 * mask that is given is the thread's signal mask meanwhile. -EINTR only if a handler has
 * run, or the thread is to be cancelled. Kernel lock held before and after, nothing else
 * locked. After a sleep with a mask the call must end with signal_restart(), which
 * delivers the signals that only that mask blocked.
 */
int signal_sleep(struct wait_queue *queue, uint64_t deadline, const sigset_t *mask);

/*
 * Sends a signal to the calling thread. Its handler runs at signal_restart(), so locks may
 * be held. In a program that handles no signal: the default action, at once. Thread context.
 */
void signal_post(int signal);

/* Whether control-C, control-\ and control-Z send SIGINT, SIGQUIT, SIGTSTP. 0 or -ENOMEM. Thread context. */
int terminal_choose_signals(struct tty_settings *settings, bool on);

#endif
