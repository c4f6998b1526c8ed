/*
 * The console: a ring of bytes each way, shared with the console daemon of
 * dom0, and an event channel.
 *
 * A thread that writes faster than the daemon takes sleeps until there is room,
 * for ever if need be, and nothing is lost. Where the caller cannot sleep, and
 * where it says so below, the wait has a limit: the rest then goes to Xen's own
 * console, nobody else waits until the daemon has taken something, and when it
 * has, a line tells how many bytes are lost. Rests on <xen/io/console.h>.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DRIVERS_CONSOLE_H
#define DRIVERS_CONSOLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Output by polling from here on, the kernel's own lines too (<diag/log.h>); before it goes to
 * Xen's own console.
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

/* Has something been typed that is not read yet? Any context. */
bool console_readable(void);

/* From now on that may have changed whenever this is called, at event time. NULL: nobody asks. */
void console_set_listener(void (*changed)(void));

/*
 * From now on seen() gets each byte when it comes, before it can be read, with the kernel
 * lock held; NULL: nobody does. If it returns true, that byte and those before it that nobody
 * has read are gone. What came before this call is not seen. Any context.
 */
void console_set_watcher(bool (*seen)(char byte));

/* Writes what there is room for, and does not wait. Any context. */
void console_write_now(const char *data, size_t length);

/* Waits until the daemon has taken all that was written, with that limit. Any context. */
void console_drain(void);

/* The limit of each wait, in ns; 10 s at first. Any context. */
void console_set_patience(uint64_t nanoseconds);

#endif
