/*
 * With DEBUG=1 a stack overflow is reported, on a stack of its own, before the
 * guard page makes an end of the domain: by whichever function begins with too
 * little left, in a thread, in main, in the kernel's code, and in an event
 * handler. `steps` makes a guest for each.
 */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>
#include <kernel/thread.h>
#include <kernel/time.h>
#include <kernel/timer.h>

static volatile int depth;

static int __attribute__((noipa, optimize("no-optimize-sibling-calls"))) recurse(int level)
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

/* Just enough is left for the application's functions, not for what the kernel calls. */
static int __attribute__((noipa, optimize("no-optimize-sibling-calls"))) until_little_is_left(int unused)
{
    char *here = __builtin_frame_address(0);
    extern uintptr_t stack_limit;

    if (here - (char *)stack_limit < 120) {
        thread_sleep(1000000);
        return 1;
    }
    return until_little_is_left(unused) + 1;
}

static void *run_kernel(void *unused)
{
    return (void *)until_little_is_left((int)unused);
}

static void in_kernel(void)
{
    thread_join(thread_create("sleeper", run_kernel, NULL, 8192, THREAD_PRIORITY_DEFAULT), NULL);
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

/* What is no overflow: nearly all of a stack used, many times, with events meanwhile. */
static int __attribute__((noipa)) use(char *to, size_t size)
{
    memset(to, 's', size);
    return to[size / 2];
}

static void *use_all(void *unused)
{
    char array[8192 - 2000];
    int i, sum = 0;

    (void)unused;
    for (i = 0; i < 2000; i++) {
        sum += use(array, sizeof(array));
        thread_yield();
    }
    return (void *)sum;
}

static void none(void)
{
    struct thread *threads[3];
    void *result = NULL;
    int i;

    for (i = 0; i < 3; i++)
        threads[i] = thread_create("full", use_all, NULL, 8192, THREAD_PRIORITY_DEFAULT);
    for (i = 0; i < 3; i++)
        thread_join(threads[i], &result);
    printf("no overflow: %d\n", (int)result == 2000 * 's');
}

#define CASE(name) { #name, name }
static const struct { const char *name; void (*make)(void); } cases[] = {
    CASE(none), CASE(in_thread), CASE(in_main), CASE(in_kernel), CASE(in_event),
};

int main(int argc, char **argv)
{
    unsigned int i;

    for (i = 0; argc == 2 && i < sizeof(cases) / sizeof(cases[0]); i++)
        if (!strcmp(argv[1], cases[i].name))
            cases[i].make();
    return 0;
}
