/*
 * The PV console.
 *
 * The ring is one page: in[1024], out[2048], and four indices that only grow;
 * a byte's place is its index modulo the size. We own out_prod and in_cons. The
 * other two may change at any moment and may hold anything: each is read once,
 * and one that claims more than the ring can hold is not believed.
 */
/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <arch/cpu.h>
#include <arch/irqflags.h>
#include <arch/pagetable.h>
#include <arch/setup.h>
#include <drivers/console.h>
#include <events/ports.h>
#include <events/upcall.h>
#include <hypercall/console_io.h>
#include <hypercall/event_channel.h>
#include <hypercall/sched.h>
#include <kernel/panic.h>
#include <kernel/time.h>
#include <kernel/wait.h>
#include <mm/p2m.h>
#include <xen/io/console.h>

#define POLL_NS 10000000ULL

static volatile struct xencons_interface *ring;
static evtchn_port_t port;
static bool sleeps;                     /* waiting is by event */
static struct wait_queue waiting;       /* for space or for input */

void console_early_init(void)
{
    pfn_t pfn = mfn_to_pfn(arch_start_info()->console.domU.mfn);

    /* A privileged guest has no ring: Xen's console is its own. */
    if (arch_start_info()->flags & SIF_INITDOMAIN || pfn == PFN_NONE)
        return;
    port = arch_start_info()->console.domU.evtchn;
    ring = (volatile struct xencons_interface *)builder_va(pfn);
}

static void console_event(evtchn_port_t on, void *data)
{
    (void)on;
    (void)data;
    wait_queue_wake_all(&waiting);
}

void console_init(void)
{
    int error;

    if (!ring)
        return;
    error = port_attach(port, console_event, NULL);
    if (error)
        panic("console: event channel %u cannot be used: %d", port, error);
    sleeps = true;
}

/* Bytes that can be put; an index from the other side that makes no sense counts as full. */
static size_t out_space(void)
{
    XENCONS_RING_IDX used = ring->out_prod - ring->out_cons;

    read_barrier();
    return used <= sizeof(ring->out) ? sizeof(ring->out) - used : 0;
}

static size_t in_available(void)
{
    XENCONS_RING_IDX ready = ring->in_prod - ring->in_cons;

    read_barrier();
    return ready <= sizeof(ring->in) ? ready : 0;
}

static size_t put_some(const char *data, size_t length)
{
    XENCONS_RING_IDX prod = ring->out_prod;
    size_t i, n = out_space();

    if (n > length)
        n = length;
    for (i = 0; i < n; i++)
        ring->out[MASK_XENCONS_IDX(prod + i, ring->out)] = data[i];
    write_barrier();            /* the bytes before the index that shows them */
    ring->out_prod = prod + n;
    return n;
}

static bool may_sleep(bool unmask)
{
    return sleeps && unmask && !events_in_upcall();
}

/* Events masked. The event may come before the sleep: it is then pending, and ends it at once. */
static void wait_for_other_side(bool unmask)
{
    if (may_sleep(unmask))
        wait_queue_sleep(&waiting, WAIT_FOREVER);
    else
        sched_poll(port, time_to_xen(time_monotonic() + POLL_NS));
}

/* Events masked. Tells the other side only when the ring is full: the caller does at the end. */
static void put_all(const char *data, size_t length, bool unmask)
{
    while (length) {
        size_t n = put_some(data, length);

        data += n;
        length -= n;
        if (length && !out_space()) {
            evtchn_send(port);
            wait_for_other_side(unmask);
        }
    }
}

void console_write(const char *data, size_t length)
{
    bool unmask;

    if (!ring) {
        console_io_write(data, length);
        return;
    }
    unmask = events_save_mask();
    put_all(data, length, unmask);
    evtchn_send(port);
    events_restore(unmask);
}

static void put_lines(const char *text, size_t length, bool unmask)
{
    while (length) {
        const char *newline = memchr(text, '\n', length);
        size_t line = newline ? (size_t)(newline - text) : length;

        put_all(text, line, unmask);
        if (newline) {
            put_all("\r\n", 2, unmask);
            line++;
        }
        text += line;
        length -= line;
    }
}

void console_write_text(const char *text, size_t length)
{
    bool unmask;

    if (!ring) {
        console_io_write(text, length);
        return;
    }
    unmask = events_save_mask();
    put_lines(text, length, unmask);
    evtchn_send(port);
    events_restore(unmask);
}

static size_t get_some(char *to, size_t size)
{
    XENCONS_RING_IDX cons = ring->in_cons;
    size_t i, n = in_available();

    if (n > size)
        n = size;
    for (i = 0; i < n; i++)
        to[i] = ring->in[MASK_XENCONS_IDX(cons + i, ring->in)];
    full_barrier();             /* the bytes are read before their place is given back */
    ring->in_cons = cons + n;
    return n;
}

size_t console_read(char *to, size_t size)
{
    size_t n;

    if (!ring || !size)
        return 0;
    events_mask();
    while (!in_available())
        wait_queue_sleep(&waiting, WAIT_FOREVER);
    n = get_some(to, size);
    events_unmask();
    evtchn_send(port);          /* there is space again */
    return n;
}

void console_resume(void)
{
    if (!ring)
        return;
    port = arch_start_info()->console.domU.evtchn;
    console_init();
    wait_queue_wake_all(&waiting);
}

void console_drain(void)
{
    bool unmask;

    if (!ring)
        return;
    unmask = events_save_mask();
    while (out_space() < sizeof(ring->out))
        wait_for_other_side(unmask);
    events_restore(unmask);
}
