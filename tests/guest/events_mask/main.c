/*
 * Masking events must cost no hypercall and keep handlers out, and unmasking must
 * not leave an event behind: nothing else would look for it.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdint.h>
#include <arch/irqflags.h>
#include <arch/traps.h>
#include <events/ports.h>
#include <events/upcall.h>
#include <hypercall/multicall.h>
#include <verdict.h>

#define EFLAGS_IF 0x200

static unsigned int handled, odd;

/* A handler must not print, so errors are counted. */
static void count(evtchn_port_t port, void *data)
{
    (void)port;
    (void)data;
    odd += !events_masked() || !events_in_upcall();
    handled++;
}

static void check_cost(void)
{
    uint32_t before = hypercall_count_all();
    bool unmask;
    int i;

    for (i = 0; i < 100; i++) {
        events_mask();
        CHECK(events_masked());
        unmask = events_save_mask();
        CHECK(!unmask);
        events_restore(unmask);
        CHECK(events_masked());
        events_unmask();
        CHECK(!events_masked());
        unmask = events_save_mask();
        CHECK(unmask && events_masked());
        events_restore(unmask);
        CHECK(!events_masked());
    }
    CHECK_EQUAL(hypercall_count_all() - before, 0);
}

/* An event that came while masked is handled in the call that unmasks. */
static void check_delivery(evtchn_port_t port)
{
    uint32_t before;
    bool unmask;

    handled = 0;
    port_send(port);
    CHECK_EQUAL(handled, 1);
    events_mask();
    port_send(port);
    port_send(port);
    CHECK_EQUAL(handled, 1);
    before = hypercall_count_all();
    unmask = events_save_mask();
    events_restore(unmask);
    CHECK_EQUAL(handled, 1);
    events_unmask();
    CHECK_EQUAL(handled, 2);            /* two sends to one port are one event */
    CHECK_EQUAL(hypercall_count_all() - before, 0);
}

/* --- an event that a trap handler leaves pending --------------------------- */

static evtchn_port_t sent_in_trap;

static bool send_masked(struct trap_frame *frame)
{
    (void)frame;
    events_mask();
    port_send(sent_in_trap);
    return true;
}

/* The return from an exception unmasks, and handles the event before the next instruction. */
static void check_return(evtchn_port_t port)
{
    trap_handler old = trap_set_handler(TRAP_BREAKPOINT, send_masked);
    unsigned int at_once;

    sent_in_trap = port;
    handled = 0;
    __asm__ volatile("int3\n movl %1, %0" : "=r"(at_once) : "m"(handled) : "memory");
    CHECK_EQUAL(at_once, 1);
    CHECK(!events_masked());
    trap_set_handler(TRAP_BREAKPOINT, old);
}

/* --- EFLAGS.IF ----------------------------------------------------------- */

static bool skip_byte(struct trap_frame *frame)
{
    frame->eip++;
    return true;
}

/* cli, sti and popf change nothing: the mask byte alone decides. */
static void check_flag(evtchn_port_t port)
{
    trap_handler old = trap_set_handler(TRAP_PROTECTION, skip_byte);    /* they are allowed to fault */

    handled = 0;
    __asm__ volatile("cli");
    CHECK(!events_masked());
    port_send(port);
    CHECK_EQUAL(handled, 1);
    __asm__ volatile("pushf\n andl %0, (%%esp)\n popf" : : "i"(~EFLAGS_IF) : "memory", "cc");
    CHECK(!events_masked());
    port_send(port);
    CHECK_EQUAL(handled, 2);
    events_mask();
    __asm__ volatile("sti");
    __asm__ volatile("pushf\n orl %0, (%%esp)\n popf" : : "i"(EFLAGS_IF) : "memory", "cc");
    CHECK(events_masked());
    port_send(port);
    CHECK_EQUAL(handled, 2);
    events_unmask();
    CHECK_EQUAL(handled, 3);
    trap_set_handler(TRAP_PROTECTION, old);
}

/* --- nesting ------------------------------------------------------------- */

static evtchn_port_t inner_port;
static unsigned int depth, deepest, outer_runs, inner_runs, again;

static void outer(evtchn_port_t port, void *data)
{
    (void)data;
    depth++;
    deepest = depth > deepest ? depth : deepest;
    outer_runs++;
    port_send(inner_port);
    events_unmask();            /* the inner event may come now, and is left to the outer round */
    odd += inner_runs != outer_runs - 1;
    if (again) {
        again--;
        port_send(port);
    }
    depth--;
}

static void inner(evtchn_port_t port, void *data)
{
    (void)port;
    (void)data;
    odd += depth != 0;
    inner_runs++;
}

static void check_nesting(void)
{
    evtchn_port_t port;

    CHECK_EQUAL(port_bind_ipi(inner, NULL, &inner_port), 0);
    CHECK_EQUAL(port_bind_ipi(outer, NULL, &port), 0);
    CHECK(inner_port < port);           /* a round handles ports in this order */
    again = 50;
    port_send(port);
    CHECK_EQUAL(outer_runs, 51);
    CHECK_EQUAL(inner_runs, 51);
    CHECK_EQUAL(deepest, 1);
    CHECK(!events_masked());
    port_close(port);
    port_close(inner_port);
}

/* --- many ---------------------------------------------------------------- */

#define PORTS 70                /* more than two words of 32 */

static unsigned int seen[EVENT_PORTS];

static void note(evtchn_port_t port, void *data)
{
    (void)data;
    seen[port]++;
}

static void check_many(void)
{
    static evtchn_port_t ports[PORTS];
    unsigned int i;

    for (i = 0; i < PORTS; i++)
        CHECK_EQUAL(port_bind_ipi(note, NULL, &ports[i]), 0);
    events_mask();
    for (i = 0; i < PORTS; i++)
        port_send(ports[PORTS - 1 - i]);
    events_unmask();
    for (i = 0; i < PORTS; i++)
        CHECK_EQUAL(seen[ports[i]], 1);
    /* An event of a masked port waits until that port is unmasked. */
    CHECK_EQUAL(port_mask(ports[0]), 0);
    port_send(ports[0]);
    CHECK_EQUAL(seen[ports[0]], 1);
    CHECK_EQUAL(port_unmask(ports[0]), 0);
    CHECK_EQUAL(seen[ports[0]], 2);
    for (i = 0; i < PORTS; i++)
        port_close(ports[i]);
}

void test(void)
{
    evtchn_port_t port;

    check_cost();
    if (!CHECK_EQUAL(port_bind_ipi(count, NULL, &port), 0))
        return;
    check_delivery(port);
    check_return(port);
    check_flag(port);
    port_close(port);
    check_nesting();
    CHECK_EQUAL(odd, 0);
    check_many();
}
