/*
 * The PV console: who waits for the daemon of dom0, and for how long.
 *
 * The daemon may stall, die and be another when it comes back, or write nonsense
 * to its indices, which is as if it stalled (drivers/console_ring.h).
 *
 * A thread that writes for the application sleeps until there is room, however
 * long that takes: nothing is lost, and the others go on. Whoever must not wait
 * for ever has a limit: the kernel's own lines, what is written with events
 * masked or at event time, and all when the domain ends. What the daemon has not
 * taken then is counted, goes to Xen's own console instead, and is spoken of when
 * there is room again. Until then nobody else waits in vain.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <arch/cpu.h>
#include <arch/irqflags.h>
#include <arch/pagetable.h>
#include <arch/setup.h>
#include <diag/panic.h>
#include <drivers/console.h>
#include <events/ports.h>
#include <events/upcall.h>
#include <hypercall/console_io.h>
#include <hypercall/event_channel.h>
#include <hypercall/sched.h>
#include <kernel/time.h>
#include <kernel/wait.h>
#include <lib/format.h>
#include <mm/p2m.h>
#include "console_ring.h"

#define POLL_NS    10000000ULL
#define NOTE_MAX   96
#define SHORT_LINE 128

static console_ring *ring;
static evtchn_port_t port;
static bool sleeps;                     /* waiting is by event */
static XENCONS_RING_IDX told;           /* out_prod when the daemon was last told */
static struct wait_queue waiting;       /* for room or for input */

/* Protected by masking events. */
static uint64_t patience = 10 * NS_PER_SECOND;
static bool ending;                     /* no one waits for ever any more */
static bool gone;                       /* patience ran out, and nothing was taken since */
static bool named;                      /* nonsense in the indices was spoken of */
static size_t lost;                     /* bytes that nobody took */

/* How one call waits. */
struct manner {
    bool unmask;                        /* at its end */
    bool asleep;
    bool limited;
};

void console_early_init(void)
{
    pfn_t pfn = mfn_to_pfn(arch_start_info()->console.domU.mfn);

    /* A privileged guest has no ring: Xen's console is its own. */
    if (arch_start_info()->flags & SIF_INITDOMAIN || pfn == PFN_NONE)
        return;
    port = arch_start_info()->console.domU.evtchn;
    ring = (console_ring *)builder_va(pfn);
}

static void (*listener)(void);
static void watch(void);

static void tell(void)
{
    told = ring->out_prod;
    evtchn_send(port);
}

/*
 * The daemon tells us whenever it has taken something. So while it has not taken all
 * that it knows of, it need not hear of more: its event makes us look again.
 */
static void tell_if_it_waits(void)
{
    XENCONS_RING_IDX known;

    full_barrier();             /* out_prod is written before we look */
    known = told - ring->out_cons;
    if (ring->out_prod != told && (!known || known > sizeof(ring->out)))
        tell();
}

static void console_event(evtchn_port_t on, void *data)
{
    (void)on;
    (void)data;
    tell_if_it_waits();
    watch();                            /* who waits, still does: a signal finds him so */
    wait_queue_wake_all(&waiting);
    if (listener)
        listener();
}

void console_init(void)
{
    int error;

    if (!ring)
        return;
    error = port_attach(port, console_event, NULL);
    if (error)
        panic("console: event channel %u cannot be used: %d", port, error);
    told = ring->out_cons;      /* whoever writes first tells it of all */
    sleeps = true;
}

static struct manner begin(bool limited)
{
    bool unmask = events_save_mask();
    bool asleep = sleeps && unmask && !events_in_upcall();

    return (struct manner){ unmask, asleep, limited || !asleep };
}

static void end(const struct manner *manner)
{
    if (manner->asleep)
        tell_if_it_waits();
    else
        tell();                 /* its event would not be seen before long */
    events_restore(manner->unmask);
}

/* --- nonsense ------------------------------------------------------------------- */

/* Once: it may be so at every look. */
static void name_nonsense(void)
{
    char note[NOTE_MAX];

    if (named)
        return;
    named = true;
    console_io_write(note, format_text(note, sizeof(note),
        "console: ring indices make no sense: out %x to %x, in %x to %x\n",
        ring->out_cons, ring->out_prod, ring->in_cons, ring->in_prod));
}

/* A count of bytes, or an error that counts as none. */
static size_t sane(int count)
{
    if (count >= 0)
        return (size_t)count;
    name_nonsense();
    return 0;
}

/* --- output: events masked -------------------------------------------------------- */

/* Waits until there is more room than that. False: the daemon takes nothing, and patience ran out. */
static bool wait_for_room(size_t room, const struct manner *manner)
{
    uint64_t limit = 0;         /* none yet: the clock is read by who needs it */

    while (sane(console_ring_room(ring)) <= room) {
        bool limited = manner->limited || ending;

        if (limited && !limit)
            limit = time_monotonic() + patience;
        gone |= limited && time_monotonic() >= limit;
        if (limited && gone)
            return false;
        tell_if_it_waits();
        if (manner->asleep)
            wait_queue_sleep(&waiting, limited ? limit : WAIT_FOREVER);
        else
            sched_poll(port, time_to_xen(time_monotonic() + POLL_NS));
    }
    gone = false;
    return true;
}

static void speak_of_lost(void)
{
    char note[NOTE_MAX];

    if (!lost || sane(console_ring_room(ring)) < sizeof(note))
        return;
    console_ring_put(ring, note, format_text(note, sizeof(note),
        "\r\nringlet: console: %lu bytes that nobody took are lost\r\n", (unsigned long)lost));
    lost = 0;
}

/* Tells the daemon only when the ring is full: the caller does at the end. */
static void put_all(const char *data, size_t length, const struct manner *manner)
{
    speak_of_lost();
    while (length) {
        size_t n = sane(console_ring_put(ring, data, length));

        data += n;
        length -= n;
        if (!length)
            break;
        if (!wait_for_room(0, manner)) {
            lost += length;
            console_io_write(data, length);
            break;
        }
    }
}

/* A line that is not long goes in one piece: to copy it costs less than to put twice. */
static void put_line(const char *text, size_t length, const struct manner *manner)
{
    char line[SHORT_LINE];

    if (length > sizeof(line) - 2) {
        put_all(text, length, manner);
        put_all("\r\n", 2, manner);
        return;
    }
    memcpy(line, text, length);
    memcpy(line + length, "\r\n", 2);
    put_all(line, length + 2, manner);
}

static void put_lines(const char *text, size_t length, const struct manner *manner)
{
    const char *newline;

    while ((newline = memchr(text, '\n', length))) {
        size_t line = newline - text;

        put_line(text, line, manner);
        text += line + 1;
        length -= line + 1;
    }
    put_all(text, length, manner);
}

void console_write(const char *data, size_t length)
{
    struct manner manner;

    if (!ring) {
        console_io_write(data, length);
        return;
    }
    manner = begin(false);
    put_all(data, length, &manner);
    end(&manner);
}

static void write_text(const char *text, size_t length, bool limited)
{
    struct manner manner;

    if (!ring) {
        console_io_write(text, length);
        return;
    }
    manner = begin(limited);
    put_lines(text, length, &manner);
    end(&manner);
}

void console_write_text(const char *text, size_t length)
{
    write_text(text, length, false);
}

void console_write_log(const char *text, size_t length)
{
    write_text(text, length, true);
}

void console_drain(void)
{
    struct manner manner;

    if (!ring)
        return;
    manner = begin(true);
    wait_for_room(sizeof(ring->out) - 1, &manner);
    end(&manner);
}

void console_set_patience(uint64_t nanoseconds)
{
    bool unmask = events_save_mask();

    patience = nanoseconds;
    events_restore(unmask);
}

void console_end(void)
{
    bool unmask = events_save_mask();

    ending = true;
    wait_queue_wake_all(&waiting);
    events_restore(unmask);
}

void console_write_now(const char *data, size_t length)
{
    bool unmask = events_save_mask();

    if (ring) {
        sane(console_ring_put(ring, data, length));
        tell();
    }
    events_restore(unmask);
}

/* --- input: events masked ------------------------------------------------------------ */

static bool (*watcher)(char byte);
static size_t watched;                  /* of the bytes in the ring: it has seen them */

/* Bytes that come meanwhile are for the next time: the daemon cannot keep us here. */
static void watch(void)
{
    size_t ready = watcher ? sane(console_ring_ready(ring)) : 0;
    char byte;

    while (watched < ready && console_ring_peek(ring, watched, &byte) > 0) {
        watched++;
        if (!watcher(byte))
            continue;
        sane(console_ring_get(ring, NULL, watched));
        evtchn_send(port);
        ready -= watched;
        watched = 0;
    }
}

/* None that the watcher has not seen. */
static int get(char *to, size_t size)
{
    int n;

    watch();
    if (watcher && size > watched)
        size = watched;
    n = (int)sane(console_ring_get(ring, to, size));
    if (watcher)
        watched -= (size_t)n;
    return n;
}

int console_read_until(char *to, size_t size, uint64_t deadline)
{
    int n, error = 0;

    if (!ring || !size)
        return 0;
    events_mask();
    while (!(n = get(to, size)) && !error)
        error = deadline ? wait_queue_sleep_interruptible(&waiting, deadline) : -ETIMEDOUT;
    events_unmask();
    if (!n)
        return error;
    evtchn_send(port);          /* there is room again */
    return n;
}

int console_read(char *to, size_t size)
{
    return console_read_until(to, size, WAIT_FOREVER);
}

bool console_readable(void)
{
    bool unmask = events_save_mask();
    bool readable;

    if (ring)
        watch();
    readable = ring && ring->in_cons != ring->in_prod;
    events_restore(unmask);
    return readable;
}

void console_set_watcher(bool (*seen)(char byte))
{
    bool unmask = events_save_mask();

    watch();
    watcher = ring ? seen : NULL;
    watched = watcher ? sane(console_ring_ready(ring)) : 0;
    events_restore(unmask);
}

bool console_is_watched(void)
{
    return watcher;
}

void console_set_listener(void (*changed)(void))
{
    listener = changed;
}

void console_resume(void)
{
    if (!ring)
        return;
    port = arch_start_info()->console.domU.evtchn;
    console_init();
    wait_queue_wake_all(&waiting);
}
