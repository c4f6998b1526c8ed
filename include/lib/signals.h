/*
 * Signals, for those who make calls that wait, and for the terminal.
 *
 * A call that waits sleeps by wait_queue_sleep_interruptible(), gives back what it holds when that
 * says -EINTR, and asks here what is next:
 *
 *     do
 *         result = pipe_read(...);                     0 and more, or a negative errno
 *     while (result == -EINTR && signal_restart());
 *
 * Writing to a pipe that nobody reads: raise(SIGPIPE), with nothing held, then EPIPE.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LIB_SIGNALS_H
#define LIB_SIGNALS_H

#include <stdbool.h>

/*
 * Runs the handlers of what has come for the calling thread. True: the call begins
 * again; false: a handler ran that wants it to end with EINTR. Thread context, nothing
 * locked, as a handler may jump away.
 */
bool signal_restart(void);

/* The same for a call that ends whenever a handler has run: true if one has. */
bool signal_handled(void);

/* A key of the terminal: SIGINT, SIGQUIT, SIGTSTP. Thread context, nothing locked. */
void process_terminal_signal(int signal);

#endif
