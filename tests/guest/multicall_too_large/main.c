/*
 * More argument bytes than a batch can hold are a fatal bug of the caller: the
 * panic names call and argument.
 */
/* SPDX-License-Identifier: MIT */
#include <hypercall/cpu_ops.h>
#include <verdict.h>

/* 2049 frames are 8 KiB of arguments: Xen takes at most 14 frames. */
#define FRAMES 2049

void test(void)
{
    static mfn_t frames[FRAMES];

    cpu_set_gdt(frames, FRAMES * 512);
    printf("VERDICT pass\n");       /* never */
}
