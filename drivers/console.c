/*
 * The PV console: its ring, its event channel, and the notifications to dom0's daemon.
 *
 * The daemon may stall, or die and be replaced, or write nonsense to its indices,
 * which counts as a stall (drivers/console_ring.h).
 */
/* SPDX-License-Identifier: MIT */
#include <arch/cpu.h>
#include <arch/pagetable.h>
#include <arch/setup.h>
#include <diag/panic.h>
#include <drivers/console.h>
#include <events/ports.h>
#include <events/suspend_hook.h>
#include <hypercall/console_io.h>
#include <hypercall/event_channel.h>
#include <kernel/wait.h>
#include <lib/format.h>
#include <mm/p2m.h>
#include "console_private.h"

#define NOTE_MAX 96

struct console console;
static XENCONS_RING_IDX told;           /* out_prod when the daemon was last told */
static void (*listener)(void);

void console_early_init(void)
{
    pfn_t pfn = mfn_to_pfn(arch_start_info()->console.domU.mfn);

    /* A privileged guest has no ring: it uses Xen's own console. */
    if (arch_start_info()->flags & SIF_INITDOMAIN || pfn == PFN_NONE)
        return;
    console.port = arch_start_info()->console.domU.evtchn;
    console.ring = (console_ring *)builder_va(pfn);
    log_register_sink(&console_log_sink);
}

void console_tell(void)
{
    told = console.ring->out_prod;
    evtchn_send(console.port);
}

/*
 * The daemon sends an event whenever it has taken output. So while it has not taken all
 * that it was notified of, it needs no further notification: its event leads to another look.
 */
void console_tell_if_it_waits(void)
{
    XENCONS_RING_IDX known;

    full_barrier();             /* out_prod is written before out_cons is read */
    known = told - console.ring->out_cons;
    if (console.ring->out_prod != told && (!known || known > sizeof(console.ring->out)))
        console_tell();
}

static void console_event(evtchn_port_t on, void *data)
{
    (void)on;
    (void)data;
    console_put_kept();
    console_tell_if_it_waits();
    console_watch();                    /* waiters stay queued here, so a signal can still interrupt them */
    wait_queue_wake_all(&console.waiting);
    if (listener)
        listener();
}

void console_init(void)
{
    int error;

    if (!console.ring)
        return;
    error = port_attach(console.port, console_event, NULL);
    if (error)
        panic("console: event channel %u cannot be used: %d", console.port, error);
    told = console.ring->out_cons;      /* the first to write notifies it of everything */
    console.sleeps = true;
}

void console_set_listener(void (*changed)(void))
{
    listener = changed;
}

/*
 * The tools save the ring as it is. Whatever the daemon takes after that would come out twice, as
 * the restored domain's daemon finds it in the ring again. So it has to take all before, by
 * polling, as no other thread may write meanwhile; a daemon that has stalled is not waited for
 * longer than console_drain() does.
 */
static int console_suspend(void)
{
    console_drain();
    return 0;
}

/* The daemon is another; the ring and what is in it are the same. */
static void console_resume(bool cancelled)
{
    if (cancelled || !console.ring)
        return;
    console.port = arch_start_info()->console.domU.evtchn;
    console_init();
    wait_queue_wake_all(&console.waiting);
}

static const struct suspend_hook hook SUSPEND_HOOK(kernel, 70) = { console_suspend, console_resume };

/* --- nonsense ------------------------------------------------------------------- */

static bool named;                      /* nonsense in the indices was reported */

/* Reports once, as every look may find it. */
static void console_report_nonsense(void)
{
    char note[NOTE_MAX];

    if (named)
        return;
    named = true;
    console_io_write(note, format_text(note, sizeof(note),
        "console: ring indices make no sense: out %x to %x, in %x to %x\n",
        console.ring->out_cons, console.ring->out_prod, console.ring->in_cons,
        console.ring->in_prod));
}

size_t console_sane(int count)
{
    if (count >= 0)
        return (size_t)count;
    console_report_nonsense();
    return 0;
}
