/*
 * A function of the application that begins with too little stack is reported, on a
 * stack reserved for that, before the guard page ends the domain: in a thread, in
 * main, in an event handler, or called back from deep in the C library. The stack
 * left at the limit is enough for the C library's own functions. `steps` runs a
 * guest for each.
 */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <arch/layout.h>
#include <overflow_cases.h>

static int compare(const void *left, const void *right)
{
    int numbers[2] = { 2, 1 };

    depth++;
    qsort(numbers, 2, sizeof(numbers[0]), compare);
    return *(const int *)left - *(const int *)right;
}

static void in_library(void)
{
    int number = 1;

    compare(&number, &number);
}

/* Goes as deep as a function may begin, then makes calls that need much stack, with events on top. */
static int RECURSIVE go_deep(char *text, size_t size)
{
    extern uintptr_t stack_limit;
    char *here = __builtin_frame_address(0);
    int i, wrong = 0;

    if (here - (char *)stack_limit > 200)
        return go_deep(text, size) + (text == NULL);
    for (i = 0; i < 300; i++) {
        snprintf(text, size, "%.30f %s", 1.0 / 3, "and text");
        wrong += strcmp(text, "0.333333333333333314829616256247 and text") != 0;
        fprintf(stderr, "%s %.17g\n", "down here:", 0.1);
        thread_yield();
    }
    return wrong;
}

static void *run_deep(void *text)
{
    return (void *)go_deep(text, 100);
}

static void none(void)
{
    struct thread *threads[3];
    char texts[3][100];
    void *wrong = NULL;
    int i, sum = 0;

    for (i = 0; i < 3; i++)
        threads[i] = thread_create("deep", run_deep, texts[i], 16384, THREAD_PRIORITY_DEFAULT);
    for (i = 0; i < 3; i++) {
        thread_join(threads[i], &wrong);
        sum += (int)wrong;
    }
    printf("no overflow, %d wrong\n", sum);
}

/* A frame that leaves almost nothing, so the report needs another stack. */
static int RECURSIVE large_frame(char *text)
{
    extern uintptr_t stack_limit;
    char *here = __builtin_frame_address(0), *lowest = (char *)stack_limit - STACK_MARGIN;
    size_t size = here - lowest - 300;
    char *array = __builtin_alloca(size);

    memset(array, 'l', size);
    return recurse(0) + array[depth] + (text == array);
}

static void *run_large(void *text)
{
    return (void *)large_frame(text);
}

static void in_large(void)
{
    thread_join(thread_create("large", run_large, NULL, 32768, THREAD_PRIORITY_DEFAULT), NULL);
}

static const struct overflow_case cases[] = {
    OVERFLOW_CASES, CASE(none), CASE(in_library), CASE(in_large),
};

int main(int argc, char **argv)
{
    printf("the limit is %u bytes\n", STACK_MARGIN);
    if (argc == 2)
        make_case(cases, sizeof(cases) / sizeof(cases[0]), argv[1]);
    return 0;
}
