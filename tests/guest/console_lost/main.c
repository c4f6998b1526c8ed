/*
 * A writer that cannot sleep must not wait for ever for a console daemon that has
 * stalled, as the whole guest would stop with it. Nor may each later writer wait as
 * long as the first. Dropped bytes are counted and reported as soon as the daemon is
 * back; bytes that fit into the ring are not dropped. The daemon is stopped again
 * when the domain exits, and the exit must succeed all the same.
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

    console_set_patience(LIMIT);
    memset(text, '.', sizeof(text));
    CHECK_EQUAL(stage_begin(), 0);
    printf("ready\n");
    console_drain();
    stage_wait(1);
    /* These two fit into the ring. Then the first that does not fit waits, and no later one. */
    CHECK(write_masked() < AT_ONCE && write_masked() < AT_ONCE);
    first = write_log() + write_masked();
    second = write_masked();
    third = write_log();
    fourth = write_at_event();
    CHECK_EQUAL(stage_reach(2), 0);
    stage_wait(3);
    console_drain();
    CHECK(first >= LIMIT && first < 2 * LIMIT);
    CHECK(second < AT_ONCE && third < AT_ONCE && fourth < AT_ONCE);
    printf("wrote %zu, room was for %u\n", total, RING);
    printf("again\n");
    console_drain();
    stage_wait(4);
    CHECK_EQUAL(stage_end(), 0);
}
