/*
 * More argument bytes than a batch can hold are a bug of the caller's beyond
 * repair: the panic names call and argument.
 */
/* SPDX-License-Identifier: MIT */
#include <hypercall/cpu_ops.h>
#include <verdict.h>

/* 2049 frames, 8 KiB of them: 14 is what Xen takes. */
#define FRAMES 2049

void test(void)
{
    static mfn_t frames[FRAMES];

    cpu_set_gdt(frames, FRAMES * 512);
    printf("VERDICT pass\n");       /* never */
}
