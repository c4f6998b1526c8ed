/*
 * A writer that cannot sleep must not wait for a console daemon that has stalled, as
 * the whole guest would stop with it. The kernel's lines wait, but later ones not as
 * long as the first. Bytes that were kept come out in their place when the daemon is
 * back; dropped bytes are counted and reported then. The daemon is stopped again when
 * the domain exits, and the exit must succeed all the same.
 */
/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <diag/log.h>
#include <drivers/console.h>
#include <events/ports.h>
#include <kernel/lock.h>
#include <kernel/time.h>
#include <verdict.h>
#include "../stage.h"

#define LIMIT   (3 * NS_PER_SECOND)
#define AT_ONCE (LIMIT / 2)             /* generous, as the machine may be busy */
#define RING    2048
#define KEPT    1024                    /* by drivers/console_output.c */

static char text[1000];
static size_t total;

/* Returns how long it took, in ns. */
static uint64_t write_masked(void)
{
    uint64_t start = time_monotonic();

    kernel_lock();
    console_write(text, sizeof(text));
    kernel_unlock();
    total += sizeof(text);
    return time_monotonic() - start;
}

static uint64_t write_log(void)
{
    uint64_t start = time_monotonic();

    log_printf("%s", "log");
    total += 3;
    return time_monotonic() - start;
}

static volatile int handled;

static void write_in_handler(evtchn_port_t port, void *data)
{
    (void)port;
    *(uint64_t *)data = time_monotonic();
    console_write("event", 5);
    *(uint64_t *)data = time_monotonic() - *(uint64_t *)data;
    handled = true;
}

static uint64_t write_at_event(void)
{
    evtchn_port_t port;
    uint64_t took;

    CHECK_EQUAL(port_bind_ipi(write_in_handler, &took, &port), 0);
    port_send(port);
    CHECK(handled);
    CHECK_EQUAL(port_close(port), 0);
    total += 5;
    return took;
}

void test(void)
{
    uint64_t first, second, third, fourth;
    unsigned int i;

    console_set_patience(LIMIT);
    memset(text, '.', sizeof(text));
    CHECK_EQUAL(stage_begin(), 0);
    printf("ready\n");
    console_drain();
    stage_wait(1);
    /* The ring is full after the third, and so is what can be kept after the fourth. */
    for (i = 0; i < 4; i++) {
        memset(text, '0' + i, sizeof(text));
        CHECK(write_masked() < AT_ONCE);
    }
    first = write_log();                /* waits; from then on nobody does */
    second = write_masked();
    third = write_log();
    fourth = write_at_event();
    CHECK_EQUAL(stage_reach(2), 0);
    stage_wait(3);
    console_drain();
    CHECK(first >= LIMIT && first < 2 * LIMIT);
    CHECK(second < AT_ONCE && third < AT_ONCE && fourth < AT_ONCE);
    printf("wrote %zu, room was for %u\n", total, RING + KEPT);
    printf("again\n");
    console_drain();
    stage_wait(4);
    CHECK_EQUAL(stage_end(), 0);
}
