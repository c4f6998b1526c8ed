/*
 * Signals, for those who make calls that wait, and for the terminal.
 *
 * A call that waits sleeps by wait_queue_sleep_interruptible(), gives back what it holds when that
 * says -EINTR, and asks here what is next:
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
 * Runs the handlers of what has come for the calling thread. True: an interrupted call
 * begins again; false: a handler ran that wants it to end with EINTR, or the thread is
 * to be cancelled. Thread context, nothing locked, as a handler may jump away.
 */
bool signal_restart(void);

/* The same for a call that ends whenever a handler has run: true if one has. */
bool signal_handled(void);

/*
 * Sleeps as wait_queue_sleep_interruptible() does, for such a call, with another mask of
 * signals meanwhile if one is given, and runs handlers; -EINTR only if one has run, or
 * the thread is to be cancelled. Kernel lock held before and after, nothing locked. Who gave
 * a mask calls signal_restart() at its end: what only that mask held up comes then.
 */
int signal_sleep(struct wait_queue *queue, uint64_t deadline, const sigset_t *mask);

/*
 * For the calling thread; its handler runs at signal_restart(), so locks may be held.
 * In a program that handles none: the default action, at once. Thread context.
 */
void signal_post(int signal);

/* Control-C, control-\ and control-Z are SIGINT, SIGQUIT, SIGTSTP with these settings, or are not. 0 or -ENOMEM. Thread context. */
int terminal_choose_signals(struct tty_settings *settings, bool on);

#endif
