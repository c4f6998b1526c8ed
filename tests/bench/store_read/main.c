/*
 * The cost to this domain of reading a node of xenstore: its own CPU time, with
 * Xen's work for it, without the daemon's. A hundred reads, so that it evens out
 * in how many pieces the daemon happens to move the bytes.
 */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <drivers/xenstore.h>
#include <hypercall/multicall.h>
#include <hypercall/vcpu.h>

#define READS 100
#define NS_PER_INSTRUCTION 2

int main(void)
{
    uint64_t start = 0, end = 0;
    char name[32];
    uint32_t calls;
    int i, error = xenstore_read(NULL, "name", name, sizeof(name));

    calls = hypercall_count_all();
    vcpu_running_time(0, &start);
    for (i = 0; i < READS && error >= 0; i++)
        error = xenstore_read(NULL, "name", name, sizeof(name));
    vcpu_running_time(0, &end);
    calls = hypercall_count_all() - calls - 1;
    if (error < 0)
        return 1;
    printf("BENCH xenstore read, our share: %u instructions, %u traps\n",
           (unsigned int)((end - start) / NS_PER_INSTRUCTION / READS),
           (unsigned int)((calls + READS / 2) / READS));
    return 0;
}
