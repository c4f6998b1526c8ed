/*
 * The terminal on the console: echo, line editing, end of file.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DRIVERS_TTY_H
#define DRIVERS_TTY_H

#include <stddef.h>

/*
 * Reads from a line that the user has finished, at most size bytes; 0 at end of
 * file (control-D on an empty line). Backspace and control-U edit. Thread
 * context.
 */
size_t tty_read(char *to, size_t size);

#endif
