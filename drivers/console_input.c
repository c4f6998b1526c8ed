/*
 * Input from the console: the watcher sees each byte when it comes; it is read later.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <diag/report.h>
#include <drivers/console.h>
#include <hypercall/event_channel.h>
#include <kernel/lock.h>
#include <kernel/wait.h>
#include "console_private.h"

/* Protected by the kernel lock. */
static bool (*watcher)(char byte);
static size_t watched;                  /* how many bytes in the ring the watcher has seen */

/* Bytes that come meanwhile are left for the next call, so the daemon cannot keep this going. */
void console_watch(void)
{
    size_t ready = watcher ? console_sane(console_ring_ready(console.ring)) : 0;
    char byte;

    while (watched < ready && console_ring_peek(console.ring, watched, &byte) > 0) {
        watched++;
        if (!watcher(byte))
            continue;
        console_sane(console_ring_get(console.ring, NULL, watched));
        evtchn_send(console.port);
        ready -= watched;
        watched = 0;
    }
}

/* Reads only bytes that the watcher has seen. Kernel lock held. */
static int console_get(char *to, size_t size)
{
    int n;

    console_watch();
    if (watcher && size > watched)
        size = watched;
    n = (int)console_sane(console_ring_get(console.ring, to, size));
    if (watcher)
        watched -= (size_t)n;
    return n;
}

int console_read_until(char *to, size_t size, uint64_t deadline)
{
    int n, error = 0;

    if (!console.ring || !size)
        return 0;
    kernel_lock();
    while (!(n = console_get(to, size)) && !error)
        error = deadline ? wait_queue_sleep_interruptible(&console.waiting, deadline) : -ETIMEDOUT;
    kernel_unlock();
    if (!n)
        return error;
    evtchn_send(console.port);          /* there is room again */
    return n;
}

int console_read(char *to, size_t size)
{
    return console_read_until(to, size, WAIT_FOREVER);
}

bool console_readable(void)
{
    bool unlock = kernel_lock_save();
    bool readable;

    if (console.ring)
        console_watch();
    readable = console.ring && console.ring->in_cons != console.ring->in_prod;
    kernel_lock_restore(unlock);
    return readable;
}

void console_set_watcher(bool (*seen)(char byte))
{
    bool unlock = kernel_lock_save();

    console_watch();
    watcher = console.ring ? seen : NULL;
    watched = watcher ? console_sane(console_ring_ready(console.ring)) : 0;
    kernel_lock_restore(unlock);
}

/* A key may be a signal. */
static bool console_is_watched(void)
{
    return watcher;
}

static waker_fn *const waker WAKER = console_is_watched;
