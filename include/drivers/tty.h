/*
 * The terminal on the console: echo, line editing, end of file; or bytes as they
 * come in.
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
    /* Without lines: a read waits for this many bytes, but at most this long after the last one. */
    uint8_t least, tenths;
    /*
     * Called at event time as soon as control-C, control-\ or control-Z is typed; the key and
     * unread input before it are dropped. NULL: these keys are bytes like others.
     */
    void (*signal)(char key);
};

void tty_get_settings(struct tty_settings *settings);
void tty_set_settings(const struct tty_settings *settings);

/* Drops unread input. */
void tty_drop_input(void);

/*
 * Reads at most size bytes; 0 at end of file (control-D on an empty line).
 * Backspace and control-U edit. -EAGAIN: nothing to read yet, and wait is false;
 * -EINTR: cancelled, or a signal came, <lib/signals.h>; what was typed stays. Thread context.
 */
int tty_read(char *to, size_t size, bool wait);

void tty_write(const char *text, size_t size);

/* Would tty_read() return at once? changed() is called at event time when that may have changed. */
bool tty_ready(void (*changed)(void));

#endif
