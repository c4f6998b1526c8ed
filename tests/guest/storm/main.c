/*
 * A handler that sends to its own port again and again would never let the upcall
 * end: during a million such events the threads and the other ports must still run.
 */
/* SPDX-License-Identifier: MIT */
#include <arch/irqflags.h>
#include <events/ports.h>
#include <kernel/thread.h>
#include <kernel/time.h>
#include <verdict.h>

#define EVENTS 1000000U

static volatile unsigned int storm, other, unmasked_in_it;
static evtchn_port_t other_port;

static void again(evtchn_port_t port, void *data)
{
    (void)data;
    unmasked_in_it += !events_masked();
    if (++storm < EVENTS)
        port_send(port);
}

static void count(evtchn_port_t port, void *data)
{
    (void)port;
    (void)data;
    other++;
}

void test(void)
{
    unsigned int sent = 0, ran = 0, slept = 0;
    evtchn_port_t port;

    CHECK_EQUAL(port_bind_ipi(again, NULL, &port), 0);
    CHECK_EQUAL(port_bind_ipi(count, NULL, &other_port), 0);
    port_send(port);
    while (storm < EVENTS) {
        ran++;
        port_send(other_port);
        sent++;
        CHECK_EQUAL(other, sent);
        if (ran % 8 == 0) {
            thread_sleep(500000);
            slept++;
        }
    }
    printf("%u events; meanwhile %u of the other port's, %u sleeps\n", storm, other, slept);
    CHECK(ran > 100);
    CHECK(slept > 10);
    CHECK_EQUAL(storm, EVENTS);
    CHECK_EQUAL(unmasked_in_it, 0);
    port_send(port);                    /* the port is unmasked again */
    while (storm == EVENTS)
        thread_sleep(1000000);
    CHECK_EQUAL(port_close(port), 0);
    CHECK_EQUAL(port_close(other_port), 0);
}
