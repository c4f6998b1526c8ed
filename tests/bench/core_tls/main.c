/*
 * The switch between threads with thread-local storage: an image of its own,
 * because threads have such storage only if some variable is thread-local.
 */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <arch/cpu.h>
#include <hypercall/multicall.h>
#include <kernel/thread.h>

#define ROUNDS 8
#define YIELDS 100
#define TICKS_PER_INSTRUCTION 2

static __thread volatile int local = 1;

static void *yield_often(void *unused)
{
    int i;

    for (i = 0; i < (ROUNDS + 2) * YIELDS; i++)
        thread_yield();
    local++;
    return unused;
}

int main(void)
{
    struct thread *other = thread_create("other", yield_often, NULL, 8192,
                                         THREAD_PRIORITY_DEFAULT);
    uint64_t least = UINT64_MAX;
    uint32_t traps = 0;
    int round, i;

    for (round = 0; round < ROUNDS; round++) {
        uint32_t calls = hypercall_count_all();
        uint64_t start = cpu_timestamp();

        for (i = 0; i < YIELDS; i++)
            thread_yield();
        if (cpu_timestamp() - start < least) {
            least = cpu_timestamp() - start;
            traps = hypercall_count_all() - calls;
        }
    }
    thread_join(other, NULL);
    printf("BENCH thread switch with TLS: %llu instructions, %u traps\n",
           (unsigned long long)(least / TICKS_PER_INSTRUCTION / (2 * YIELDS)),
           (unsigned int)(traps / (2 * YIELDS)));
    return local != 1;
}
