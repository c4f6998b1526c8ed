/*
 * The console: a ring of bytes each way, shared with the console daemon of
 * dom0, and an event channel.
 *
 * A thread that writes faster than the daemon reads sleeps until there is room, for
 * ever if need be, and nothing is lost. Where the caller cannot sleep, and where it
 * says so below, the wait has a limit. After that the rest goes to Xen's own console,
 * and no writer waits until the daemon reads again; a line then tells how many bytes
 * the daemon has missed. Rests on <xen/io/console.h>.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DRIVERS_CONSOLE_H
#define DRIVERS_CONSOLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Output by polling from here on, including the kernel's own lines (<diag/log.h>); before that,
 * output goes to Xen's own console.
 */
void console_early_init(void);

/* Output and input by events from here on. */
void console_init(void);

/* Writes bytes as they are. Any context. */
void console_write(const char *data, size_t length);

/* The same with each newline sent as carriage return, newline: terminals want both. */
void console_write_text(const char *text, size_t length);

/*
 * Reads at least one byte and at most size, waiting until there is one; returns
 * how many. 0: there is no console; -EINTR: cancelled, or a signal came, <lib/signals.h>. Thread context. The other
 * waits until a deadline of the monotonic clock (0: not at all): -ETIMEDOUT.
 */
int console_read(char *to, size_t size);
int console_read_until(char *to, size_t size, uint64_t deadline);

/* Is there input to read? Any context. */
bool console_readable(void);

/* changed() is called, at event time, whenever console_readable() may have changed. NULL: none. */
void console_set_listener(void (*changed)(void));

/*
 * seen() gets each byte that comes from now on, before it can be read, with the kernel lock
 * held; NULL: none. If it returns true, that byte and all unread ones before it are dropped.
 * Any context.
 */
void console_set_watcher(bool (*seen)(char byte));

/* Writes what there is room for, and does not wait. Any context. */
void console_write_now(const char *data, size_t length);

/* Waits, with the same limit, until the daemon has taken all output. Any context. */
void console_drain(void);

/* The limit of each wait, in ns; 10 s at first. Any context. */
void console_set_patience(uint64_t nanoseconds);

#endif
