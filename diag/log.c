/*
 * The kernel's log.
 */
/* SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <diag/log.h>
#include <drivers/console.h>
#include <lib/format.h>

void log_printf(const char *form, ...)
{
    char line[LOG_LINE_MAX];
    va_list args;
    size_t length;

    va_start(args, form);
    length = format(line, sizeof(line), form, args);
    va_end(args);
    console_write_log(line, length);
}
