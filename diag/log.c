/*
 * The kernel's log, and its sink.
 */
/* SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <arch/setup.h>
#include <diag/log.h>
#include <hypercall/console_io.h>
#include <lib/format.h>

/* Read-only after start-up: no stray write can keep a panic from being seen. */
static const struct log_sink *sink READ_ONLY_AFTER_START;

void log_register_sink(const struct log_sink *new)
{
    sink = new;
}

void log_printf(const char *form, ...)
{
    char line[LOG_LINE_MAX];
    va_list args;
    size_t length;

    va_start(args, form);
    length = format(line, sizeof(line), form, args);
    va_end(args);
    if (sink)
        sink->write(line, length);
    else
        console_io_write(line, length);
}

void log_drain(void)
{
    if (sink)
        sink->drain();
}

void log_end(void)
{
    if (sink)
        sink->end();
}
