/*
 * With DEBUG=1 the longest time the kernel lock was held is known, and where it
 * was taken and given back: by one thread, over a switch, and by a handler.
 */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>
#include <diag/ksyms.h>
#include <events/ports.h>
#include <hypercall/xen.h>
#include <kernel/lock.h>
#include <kernel/thread.h>
#include <kernel/time.h>
#include <kernel/wait.h>
#include "../../guest/verdict.h"

#define LONG_NS  (20 * 1000000ULL)

/* Not time_monotonic() alone: what dom0 takes from us meanwhile is not counted. */
static void __attribute__((noipa)) spend(uint64_t ns)
{
    uint64_t end = time_monotonic() + ns;

    while (time_monotonic() < end)
        ;
}

static const char *name_of(uintptr_t address)
{
    uintptr_t offset;
    const char *name = ksym_lookup(address, &offset);

    return name ? name : "?";
}

static void check(const char *taken_at, const char *given_back_at)
{
    struct lock_time longest = lock_time_longest(LOCK_TIME_ORDINARY);

    printf("%llu ns, taken at %s", (unsigned long long)longest.ns, name_of(longest.taken_at));
    printf(", given back at %s\n", name_of(longest.given_back_at));
    CHECK(longest.ns > LONG_NS / 4 && longest.ns < 100 * LONG_NS);
    CHECK(!strcmp(name_of(longest.taken_at), taken_at));
    CHECK(!given_back_at || !strcmp(name_of(longest.given_back_at), given_back_at));
    lock_time_forget(LOCK_TIME_ORDINARY);
}

static void __attribute__((noipa)) hold(void)
{
    kernel_lock();
    spend(LONG_NS);
    kernel_unlock();
}

static void __attribute__((noipa)) hold_nested(void)
{
    bool unlock = kernel_lock_save(), again;

    spend(LONG_NS);
    again = kernel_lock_save();
    kernel_lock_restore(again);
    kernel_lock_restore(unlock);
}

static void *__attribute__((noipa)) wake_late(void *queue)
{
    kernel_lock();
    spend(LONG_NS);
    wait_queue_wake_one(queue);
    wait_queue_sleep(queue, WAIT_FOREVER);      /* to the thread that was woken */
    kernel_unlock();
    return NULL;
}

static void __attribute__((noipa)) sleep_until_woken(struct wait_queue *queue)
{
    kernel_lock();
    wait_queue_sleep(queue, WAIT_FOREVER);
    kernel_unlock();
    barrier();
}

static void check_switch(void)
{
    struct wait_queue queue = { .threads = { NULL, NULL } };
    struct thread *other = thread_create("late", wake_late, &queue, 8192, THREAD_PRIORITY_DEFAULT);

    sleep_until_woken(&queue);
    check("wake_late", "sleep_until_woken");
    wait_queue_wake_one(&queue);
    thread_join(other, NULL);
}

static void __attribute__((noipa)) slow_handler(evtchn_port_t port, void *data)
{
    (void)port;
    (void)data;
    spend(LONG_NS);
}

static void check_handler(void)
{
    evtchn_port_t port;

    CHECK_EQUAL(port_bind_ipi(slow_handler, NULL, &port), 0);
    lock_time_forget(LOCK_TIME_ORDINARY);
    port_send(port);
    check("slow_handler", NULL);
    port_close(port);
}

void test(void)
{
    CHECK(lock_time_longest(LOCK_TIME_BOOT).ns > 0);
    CHECK(lock_time_longest(LOCK_TIME_ORDINARY).ns > 0);
    lock_time_forget(LOCK_TIME_ORDINARY);
    hold();
    check("hold", "hold");
    hold_nested();
    check("hold_nested", "hold_nested");
    check_switch();
    check_handler();
    spend(LONG_NS);
    CHECK(lock_time_longest(LOCK_TIME_ORDINARY).ns < LONG_NS);
}
