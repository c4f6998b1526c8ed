/*
 * An idle guest costs its host nothing: it has no tick. In a minute of sleep the
 * only event is the one that ends it.
 */
/* SPDX-License-Identifier: MIT */
#include <hypercall/multicall.h>
#include <hypercall/xen.h>
#include <kernel/thread.h>
#include <kernel/time.h>
#include <verdict.h>

void test(void)
{
    uint32_t blocks, all;

    thread_sleep(NS_PER_SECOND);        /* xenstore's answers to requests sent at boot */
    blocks = hypercall_count(__HYPERVISOR_sched_op);
    all = hypercall_count_all();
    thread_sleep(60 * NS_PER_SECOND);
    blocks = hypercall_count(__HYPERVISOR_sched_op) - blocks;
    all = hypercall_count_all() - all;
    printf("in a minute: blocked %u times, %u hypercalls\n", blocks, all);
    CHECK(blocks <= 2);                 /* at most one event between two calls */
    CHECK(all <= 4);
}
