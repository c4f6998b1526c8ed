/*
 * A guest with a large bss, a ramdisk and a large stack boots with the memory that
 * make reckons for it (tools/build/domain-memory), and has all of it.
 *
 * The domain builder rounds what it maps up to 4 MiB of address, and the PV shim
 * wants a power of two of it in one piece: with less the guest does not start.
 */
/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <unistd.h>
#define VERDICT_LEAK_ALLOWED (4 * 4096)   /* of what files need */
#include <verdict.h>

extern const size_t application_stack_size;
const size_t application_stack_size = 1 << 20;

enum { BSS = (4 << 20) + (100 << 10), RAMDISK = 2 << 20, PART = 900 << 10 };

static unsigned char bss[BSS];

static void fill_bss(void)
{
    for (size_t at = 0; at < BSS; at += 4096) {
        CHECK_EQUAL(bss[at], 0);
        bss[at] = 1;
    }
}

static void fill_stack(void)
{
    volatile unsigned char stack[PART];

    for (size_t at = 0; at < PART; at += 4096)
        stack[at] = 1;
    CHECK_EQUAL(stack[0], 1);
}

static void read_ramdisk(void)
{
    int file = open("/large", O_RDONLY);
    ssize_t size = 0, got;
    char buffer[4096];

    if (!CHECK(file >= 0))
        return;
    while ((got = read(file, buffer, sizeof(buffer))) > 0) {
        CHECK_EQUAL(buffer[got - 1], 'r');
        size += got;
    }
    CHECK_EQUAL(size, RAMDISK);
    close(file);
}

void test(void)
{
    fill_bss();
    fill_stack();
    read_ramdisk();
}
