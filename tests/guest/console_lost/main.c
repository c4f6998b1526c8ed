/*
 * Whoever cannot sleep must not wait for ever on a console daemon that has
 * stalled: the whole guest would stand still with it. Nor may each in turn wait
 * as long as the first. What is lost by that is counted, and told as soon as the
 * daemon is back; what has a place in the ring is not lost. It is stopped again
 * when the domain exits, which it has to all the same.
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
#define AT_ONCE (LIMIT / 2)             /* for a machine with other things to do */
#define RING    2048

static char text[1000];
static size_t total;

/* How long it took, ns. */
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
    /* The second does not fit; from then on nobody waits. */
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
