/*
 * The console: a ring of bytes each way, shared with the console daemon of
 * dom0, and an event channel.
 *
 * Nothing is lost: a writer faster than the daemon waits, asleep where it may
 * sleep, else polling. Rests on <xen/io/console.h>.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DRIVERS_CONSOLE_H
#define DRIVERS_CONSOLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Output by polling from here on; before it goes to Xen's own console. */
void console_early_init(void);

/* Output and input by events from here on. */
void console_init(void);

/* After restore: the daemon is another, the ring and what is in it are the same. Events masked. */
void console_resume(void);

/* Writes bytes as they are. Any context. */
void console_write(const char *data, size_t length);

/* The same with each newline sent as carriage return, newline: terminals want both. */
void console_write_text(const char *text, size_t length);

/*
 * Reads at least one byte and at most size, waiting until there is one. Thread
 * context.
 */
size_t console_read(char *to, size_t size);

/* Waits until the daemon has taken all that was written. Any context. */
void console_drain(void);

#endif
