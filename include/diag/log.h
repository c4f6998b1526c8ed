/*
 * The kernel's log. The driver that shows it registers as the sink, so code that logs or panics
 * does not depend on a driver.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DIAG_LOG_H
#define DIAG_LOG_H

#include <stddef.h>

/*
 * Prints at most LOG_LINE_MAX bytes; conversions as in <lib/format.h>. Any
 * context: with the kernel lock held it does not wait for the console, which keeps
 * 1 KiB that has no room yet.
 */
#define LOG_LINE_MAX 256
void log_printf(const char *form, ...) __attribute__((format(printf, 1, 2)));

/* Waits until the sink has shown everything, or its time limit is over. Any context. */
void log_drain(void);

/* The domain ends: from here on every wait of the sink has a limit. Any context. */
void log_end(void);

/*
 * All three are called in any context, also inside a panic, and must return.
 * write: a line or a part of one, each newline alone.
 */
struct log_sink {
    void (*write)(const char *text, size_t length);
    void (*drain)(void);
    void (*end)(void);
};

/*
 * During arch_start() only, before the image is protected. Until then, and where nobody
 * registers, the sink is Xen's own console, which has nothing to wait for.
 */
void log_register_sink(const struct log_sink *sink);

#endif
