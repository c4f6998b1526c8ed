/*
 * A guest of 2 GiB: a program can use at least 1.9 GiB of it. Mini-OS ends near
 * 1 GiB, because it maps everything twice.
 */
/* SPDX-License-Identifier: MIT */
#include <string.h>
#define VERDICT_LEAK_ALLOWED (16 * 1048576)
#include <verdict.h>

#define BLOCK (1U << 20)
#define WANTED 1946

static unsigned int *blocks[2048];

void test(void)
{
    unsigned int i, j, count = 0;

    while (count < 2048 && (blocks[count] = malloc(BLOCK))) {
        for (j = 0; j < BLOCK / 4; j += 1024)
            blocks[count][j] = count ^ j;
        count++;
    }
    printf("%u MiB of %zu\n", count, ringlet_memory_bytes() >> 20);
    CHECK(count >= WANTED);
    for (i = 0; i < count; i++)
        for (j = 0; j < BLOCK / 4; j += 1024)
            if (blocks[i][j] != (i ^ j)) {
                CHECK_EQUAL(blocks[i][j], i ^ j);
                return;
            }
    while (count--)
        free(blocks[count]);
}
