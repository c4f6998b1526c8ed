/*
 * Stack overflows, for the tests that detect them: in a thread, in main, in an event
 * handler. A guest runs the case that its argument names, from OVERFLOW_CASES and its own.
 */
/* SPDX-License-Identifier: MIT */
#ifndef OVERFLOW_CASES_H
#define OVERFLOW_CASES_H

#include <string.h>
#include <kernel/thread.h>
#include <kernel/time.h>
#include <kernel/timer.h>

#define RECURSIVE __attribute__((noipa, optimize("no-optimize-sibling-calls")))

static volatile int depth;

static int RECURSIVE recurse(int level)
{
    depth = level;
    return level < 0 ? 0 : recurse(level + 1) + 1;
}

static void *run(void *unused)
{
    (void)unused;
    return (void *)recurse(0);
}

static void in_thread(void)
{
    thread_join(thread_create("deep", run, NULL, 16384, THREAD_PRIORITY_DEFAULT), NULL);
}

static void in_main(void)
{
    recurse(0);
}

static void on_time(struct timer *timer)
{
    (void)timer;
    recurse(0);
}

static void in_event(void)
{
    static struct timer timer = { .fn = on_time };

    timer_set(&timer, time_monotonic() + 1000000);
    for (;;)
        depth++;
}

struct overflow_case { const char *name; void (*make)(void); };

#define CASE(name) { #name, name }
#define OVERFLOW_CASES CASE(in_thread), CASE(in_main), CASE(in_event)

static void make_case(const struct overflow_case *cases, size_t count, const char *name)
{
    while (count--)
        if (!strcmp(name, cases[count].name))
            cases[count].make();
}

#endif
