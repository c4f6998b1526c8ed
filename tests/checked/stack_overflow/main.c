/*
 * With DEBUG=1 a stack overflow is reported, on a stack reserved for that, before
 * the guard page ends the domain: as soon as any function begins with too little
 * left, in a thread, in main, in the kernel's code, or in an event handler.
 * `steps` runs a guest for each.
 */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>
#include <overflow_cases.h>

/* The stack left is enough for functions of the application, not for those of the kernel. */
static int RECURSIVE until_little_is_left(int unused)
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

/* Not an overflow: nearly all of a stack is used, many times, with events meanwhile. */
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

static const struct overflow_case cases[] = {
    OVERFLOW_CASES, CASE(none), CASE(in_kernel),
};

int main(int argc, char **argv)
{
    if (argc == 2)
        make_case(cases, sizeof(cases) / sizeof(cases[0]), argv[1]);
    return 0;
}
