/*
 * The terminal on the console: echo, line editing, end of file; or bytes as they
 * come.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DRIVERS_TTY_H
#define DRIVERS_TTY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct tty_settings {
    bool lines;                 /* a read gives of a line that is finished; else bytes as they come */
    bool echo;
    bool return_is_newline;     /* on input */
    bool newline_is_both;       /* on output: a terminal wants carriage return and newline */
    /* Without lines: a read waits for that many bytes, and no longer than that after the last. */
    uint8_t least, tenths;
    /*
     * Control-C, control-\ and control-Z call it, at event time, as soon as they are typed, and
     * are no input, nor is what was typed before and not read. NULL: they are bytes like others.
     */
    void (*signal)(char key);
};

void tty_get_settings(struct tty_settings *settings);
void tty_set_settings(const struct tty_settings *settings);

/* Forgets what was typed and not read. */
void tty_drop_input(void);

/*
 * Reads at most size bytes; 0 at end of file (control-D on an empty line).
 * Backspace and control-U edit. -EAGAIN: nothing to read yet, and wait is false;
 * -EINTR: cancelled, or a signal came, <lib/signals.h>; what was typed stays. Thread context.
 */
int tty_read(char *to, size_t size, bool wait);

void tty_write(const char *text, size_t size);

/* Would tty_read() return at once? Calls changed at event time when that may have changed. */
bool tty_ready(void (*changed)(void));

#endif
