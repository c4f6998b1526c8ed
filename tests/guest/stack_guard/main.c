/*
 * Xen pushes the frame of a fault on the stack that faulted. So a stack that has run
 * into its guard page ends the domain without a report. It must never go on in other
 * memory; but a frame larger than the guard page can step over it. Here such a frame
 * does, in a thread whose guard has another mapping below it, and writes only there.
 */
/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <arch/pagetable.h>
#include <kernel/lock.h>
#include <kernel/thread.h>
#include <mm/map.h>
#include <verdict.h>

#define STACK       8192
#define NEIGHBOUR   16          /* pages */

static char *neighbour;

static void __attribute__((noipa)) write_to(char *at)
{
    *at = 'X';
}

static int __attribute__((noipa)) large_frame(void)
{
    char array[STACK + 2 * PAGE_SIZE];

    write_to(array);
    return array[0];
}

static void *run(void *unused)
{
    (void)unused;
    return (void *)large_frame();
}

void test(void)
{
    struct thread *thread;

    neighbour = map_alloc(NEIGHBOUR, PTE_READ_WRITE);
    memset(neighbour, 'n', NEIGHBOUR * PAGE_SIZE);
    kernel_lock();                      /* the thread must not run before the line is printed */
    thread = thread_create("large", run, NULL, STACK, THREAD_PRIORITY_DEFAULT);
    CHECK_EQUAL(pagetable_lookup((uintptr_t)neighbour + NEIGHBOUR * PAGE_SIZE), 0);
    CHECK(pagetable_lookup((uintptr_t)neighbour + (NEIGHBOUR + 1) * PAGE_SIZE) & PTE_PRESENT);
    printf("its stack is above another mapping: %s\n", failures ? "no" : "yes");
    kernel_unlock();
    thread_join(thread, NULL);
    printf("it went on; the neighbour is %s\n",
           memchr(neighbour, 'X', NEIGHBOUR * PAGE_SIZE) ? "overwritten" : "as it was");
}
