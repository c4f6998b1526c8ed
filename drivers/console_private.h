/*
 * What the files of the console share. Private to this folder.
 */
/* SPDX-License-Identifier: MIT */
#ifndef CONSOLE_PRIVATE_H
#define CONSOLE_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <diag/log.h>
#include <hypercall/xen.h>
#include <kernel/wait.h>
#include "console_ring.h"

struct console {
    console_ring *ring;                 /* NULL: there is none */
    evtchn_port_t port;
    bool sleeps;                        /* waiters sleep until an event comes */
    struct wait_queue waiting;          /* for room or for input */
};
extern struct console console;

/* For the kernel's own lines, where there is a ring. */
extern const struct log_sink console_log_sink;

/* All with the kernel lock held. */

/* Tells the daemon of what was written; the other only if its next event is not to come by itself. */
void console_tell(void);
void console_tell_if_it_waits(void);

/* A number of bytes; an error counts as none, and is reported once. */
size_t console_sane(int count);

/* As much as there is room for of what was written by who could not wait. */
void console_put_kept(void);

/* Shows new input to the watcher. */
void console_watch(void);

#endif
