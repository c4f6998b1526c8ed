/*
 * Output to the console: which writers wait for dom0's daemon, and for how long.
 *
 * A thread that writes for the application sleeps until there is room, however long
 * that takes: nothing is lost, and other threads run on. The kernel's own lines, and all
 * writers when the domain ends, have a time limit. A write with the kernel lock held or
 * at event time does not wait: its bytes are kept, and go out first when there is room; so
 * do bytes that have reached the limit. Bytes for which even that place is full are
 * dropped: they go to Xen's own console, and their number is reported when there is room
 * again; meanwhile other writers do not wait.
 */
/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <diag/panic.h>
#include <drivers/console.h>
#include <events/upcall.h>
#include <hypercall/console_io.h>
#include <hypercall/sched.h>
#include <kernel/lock.h>
#include <kernel/time.h>
#include <kernel/wait.h>
#include <lib/format.h>
#include "console_private.h"

#define POLL_NS    10000000ULL
#define NOTE_MAX   96
#define SHORT_LINE 128
#define KEPT_MAX   1024

/* Protected by the kernel lock. */
static uint64_t patience = 10 * NS_PER_SECOND;
static bool ending;                     /* no writer waits for ever any more */
static bool gone;                       /* a wait has timed out, and the daemon has taken nothing since */
static size_t lost;                     /* dropped bytes */
static char kept[KEPT_MAX];             /* while it is not empty, the ring is full */
static size_t kept_length;

/* How one call waits. */
struct manner {
    bool unlock;                        /* at its end */
    bool asleep, waits;
    bool limited;
};

static struct manner output_begin(bool limited)
{
    bool unlock = kernel_lock_save();
    bool asleep = console.sleeps && unlock && !events_in_upcall();

    /* Before there are events, and when nothing else will run, it waits by polling. */
    return (struct manner){ unlock, asleep, asleep || !console.sleeps || panic_has_begun(),
                            limited || !asleep };
}

static void output_end(const struct manner *manner)
{
    if (manner->asleep)
        console_tell_if_it_waits();
    else
        console_tell();                 /* the daemon's event would be seen too late */
    kernel_lock_restore(manner->unlock);
}

/* --- kernel lock held ------------------------------------------------------------- */

void console_put_kept(void)
{
    size_t n = console_sane(console_ring_put(console.ring, kept, kept_length));

    kept_length -= n;
    memmove(kept, kept + n, kept_length);
}

static void keep(const char *data, size_t length)
{
    size_t room = sizeof(kept) - kept_length, n = length < room ? length : room;

    memcpy(kept + kept_length, data, n);
    kept_length += n;
    lost += length - n;
    if (length > n)
        console_io_write(data + n, length - n);
}

/* Waits until there is more room than that. False: patience ran out, and nothing was taken. */
static bool output_wait_for_room(size_t room, const struct manner *manner)
{
    uint64_t limit = 0;         /* none yet: the clock is read by who needs it */

    while (console_put_kept(), console_sane(console_ring_room(console.ring)) <= room) {
        bool limited = manner->limited || ending;

        if (limited && !limit)
            limit = time_monotonic() + patience;
        gone |= limited && time_monotonic() >= limit;
        if (limited && gone)
            return false;
        console_tell_if_it_waits();
        if (manner->asleep)
            wait_queue_sleep(&console.waiting, limited ? limit : WAIT_FOREVER);
        else
            sched_poll(console.port, time_to_xen(time_monotonic() + POLL_NS));
    }
    gone = false;
    return true;
}

static void speak_of_lost(void)
{
    char note[NOTE_MAX];

    if (!lost || console_sane(console_ring_room(console.ring)) < sizeof(note))
        return;
    console_ring_put(console.ring, note, format_text(note, sizeof(note),
        "\r\nringlet: console: %lu bytes that nobody took are lost\r\n", (unsigned long)lost));
    lost = 0;
}

/* Notifies the daemon only when the ring is full; the caller does so at the end. */
static void output_put_all(const char *data, size_t length, const struct manner *manner)
{
    speak_of_lost();
    console_put_kept();
    while (length) {
        size_t n = console_sane(console_ring_put(console.ring, data, length));

        data += n;
        length -= n;
        if (!length)
            break;
        if (!manner->waits || !output_wait_for_room(0, manner)) {
            keep(data, length);
            break;
        }
    }
}

/* A short line goes in one piece: copying it costs less than two puts. */
static void output_put_line(const char *text, size_t length, const struct manner *manner)
{
    char line[SHORT_LINE];

    if (length > sizeof(line) - 2) {
        output_put_all(text, length, manner);
        output_put_all("\r\n", 2, manner);
        return;
    }
    memcpy(line, text, length);
    memcpy(line + length, "\r\n", 2);
    output_put_all(line, length + 2, manner);
}

static void output_put_lines(const char *text, size_t length, const struct manner *manner)
{
    const char *newline;

    while ((newline = memchr(text, '\n', length))) {
        size_t line = newline - text;

        output_put_line(text, line, manner);
        text += line + 1;
        length -= line + 1;
    }
    output_put_all(text, length, manner);
}

typedef void output_put_fn(const char *data, size_t length, const struct manner *manner);

static void output_write(const char *data, size_t length, bool limited, output_put_fn *put)
{
    struct manner manner;

    if (!console.ring) {
        console_io_write(data, length);
        return;
    }
    manner = output_begin(limited);
    put(data, length, &manner);
    output_end(&manner);
}

void console_write(const char *data, size_t length)
{
    output_write(data, length, false, output_put_all);
}

void console_write_text(const char *text, size_t length)
{
    output_write(text, length, false, output_put_lines);
}

static void console_write_log(const char *text, size_t length)
{
    output_write(text, length, true, output_put_lines);
}

void console_drain(void)
{
    struct manner manner;

    if (!console.ring)
        return;
    manner = output_begin(true);
    output_wait_for_room(sizeof(console.ring->out) - 1, &manner);
    output_end(&manner);
}

void console_set_patience(uint64_t nanoseconds)
{
    bool unlock = kernel_lock_save();

    patience = nanoseconds;
    kernel_lock_restore(unlock);
}

static void console_end(void)
{
    bool unlock = kernel_lock_save();

    ending = true;
    wait_queue_wake_all(&console.waiting);
    kernel_lock_restore(unlock);
}

const struct log_sink console_log_sink = {
    .write = console_write_log, .drain = console_drain, .end = console_end,
};

void console_write_now(const char *data, size_t length)
{
    bool unlock = kernel_lock_save();

    if (console.ring) {
        console_sane(console_ring_put(console.ring, data, length));
        console_tell();
    }
    kernel_lock_restore(unlock);
}
