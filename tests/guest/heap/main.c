/*
 * An allocator that trusts the data between its blocks turns an overflow of one
 * byte, or a second free(), into a fault far away. Here each is reported when the
 * block is freed. First all correct uses must succeed, with contents and alignment
 * kept; then `steps` runs a guest for each mistake.
 */
/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE             /* asprintf() */
#include <errno.h>
#include <malloc.h>
#include <stdint.h>
#include <string.h>
#include <arch/setup.h>
#include <kernel/thread.h>
/* newlib keeps up to 128 KiB at the end of its heap. */
#define VERDICT_LEAK_ALLOWED (33 * 4096)
#include <verdict.h>

/* Volatile hides the values from the compiler. */
static volatile size_t too_much = SIZE_MAX - 8, much = SIZE_MAX / 2 - 50, count = 0x10001;

static char *filled(size_t size, char with)
{
    char *block = malloc(size);

    return memset(block, with, size);
}

static bool is_filled(const char *block, size_t size, char with)
{
    while (size && *block == with)
        block++, size--;
    return !size;
}

static void check_sizes(void)
{
    static char *blocks[600];
    size_t i;

    for (i = 0; i < 600; i++) {
        blocks[i] = filled(i, (char)i);
        CHECK_EQUAL((uintptr_t)blocks[i] % 8, 0);
        CHECK_EQUAL(malloc_usable_size(blocks[i]), i);
    }
    for (i = 0; i < 600; i++)
        CHECK(is_filled(blocks[i], i, (char)i));
    for (i = 0; i < 600; i += 2)
        free(blocks[i]);
    for (i = 1; i < 600; i += 2)
        free(blocks[i]);
    free(NULL);
    CHECK_EQUAL(malloc_usable_size(NULL), 0);
}

/* Blocks take the places of freed blocks of other sizes. */
static void check_again(void)
{
    static char *blocks[600];
    size_t round, i;

    for (round = 0; round < 4; round++) {
        for (i = 0; i < 600; i++)
            blocks[i] = filled((i * 7 + round) % 600, (char)i);
        for (i = 0; i < 600; i++)
            CHECK(is_filled(blocks[i], (i * 7 + round) % 600, (char)i));
        for (i = 0; i < 600; i++)
            free(blocks[i]);
    }
}

static void check_realloc(void)
{
    char *volatile block = realloc(NULL, 10);        /* a refused realloc() leaves it */
    char *other;
    size_t size;

    memset(block, 'r', 10);
    for (size = 11; size < 100000; size += size / 3) {
        other = malloc(100);                    /* in the way, so that block must move */
        block = realloc(block, size);
        CHECK(is_filled(block, 10, 'r'));
        CHECK_EQUAL(malloc_usable_size(block), size);
        memset(block, 'r', size);
        free(other);
    }
    block = realloc(block, 5);
    CHECK(is_filled(block, 5, 'r'));
    errno = 0;
    CHECK(!realloc(block, too_much) && errno == ENOMEM);
    CHECK(!realloc(block, much) && errno == ENOMEM);
    CHECK(is_filled(block, 5, 'r'));            /* the refusals left it unchanged */
    free(block);
}

static void check_calloc(void)
{
    char *block;

    free(filled(5000, 'x'));
    block = calloc(50, 100);
    CHECK(is_filled(block, 5000, 0));
    free(block);
    errno = 0;
    CHECK(!calloc(0x10000, count) && errno == ENOMEM);
    errno = 0;
    CHECK(!malloc(too_much + 5) && errno == ENOMEM);
}

static void check_alignment(void)
{
    size_t alignment;
    void *block = NULL;
    char with = 'A';        /* another byte each time, so that no old block holds it */

    for (alignment = 4; alignment <= 8192; alignment *= 2) {
        char *aligned = memalign(alignment, 100), *c11 = aligned_alloc(alignment, alignment);

        CHECK_EQUAL((uintptr_t)aligned % alignment, 0);
        CHECK_EQUAL((uintptr_t)c11 % alignment, 0);
        CHECK_EQUAL(malloc_usable_size(aligned), 100);
        CHECK_EQUAL(posix_memalign(&block, alignment, 60), 0);
        CHECK_EQUAL((uintptr_t)block % alignment, 0);
        memset(aligned, with, 100);
        memset(block, 'b', 60);
        memset(c11, 'c', alignment);
        aligned = realloc(aligned, 300);
        CHECK(is_filled(aligned, 100, with++));
        CHECK(is_filled(block, 60, 'b'));
        free(aligned);
        free(c11);
        free(block);
    }
    CHECK_EQUAL(posix_memalign(&block, 12, 60), EINVAL);
    CHECK_EQUAL(posix_memalign(&block, 2, 60), EINVAL);
    CHECK_EQUAL(posix_memalign(&block, 64, much), ENOMEM);
    errno = 0;
    CHECK(!memalign(24, 10) && errno == EINVAL);
}

/* Blocks that newlib allocates for itself and for callers. */
static void check_newlib(void)
{
    char *text = NULL, *copy = strdup("a copy");

    CHECK_EQUAL(asprintf(&text, "%s of %d bytes", copy, 6), 17);
    CHECK(!strcmp(text, "a copy of 6 bytes"));
    text = realloc(text, 100);
    free(text);
    free(copy);
}

static void *free_it(void *block)
{
    free(block);
    return NULL;
}

static void check_other_thread(void)
{
    thread_join(thread_create("other", free_it, filled(50, 'o'), 8192, THREAD_PRIORITY_DEFAULT),
                NULL);
}

/* --- mistakes ------------------------------------------------------------------- */

static char *volatile block;            /* the compiler knows malloc() too */

static void free_twice(void)
{
    char *other;

    block = malloc(77);
    other = malloc(77);
    free(block);
    free(other);
    free(block);
}

static void one_beyond(void)
{
    block = malloc(33);
    block[33] = 0;
    free(block);
}

static void string_beyond(void)
{
    block = strdup("four");
    strcpy(block, "seven..");
    block = realloc(block, 100);
}

static void one_before(void)
{
    block = malloc(40);
    block[-1]++;
    free(block);
}

static void from_the_middle(void)
{
    block = malloc(64);
    memset(block, 0, 64);
    block += 24;
    free(block);
}

static void not_aligned(void)
{
    block = malloc(64);
    block += 3;
    free(block);
}

static void not_the_heap(void)
{
    static char array[64];

    block = array + 32;
    free(block);
}

static void realloc_freed(void)
{
    block = malloc(500);
    free(block);
    block = realloc(block, 600);
}

static void size_of_freed(void)
{
    block = memalign(256, 50);
    free(block);
    printf("%zu\n", malloc_usable_size(block));
}

#define MISTAKE(name) { #name, name }
static const struct { const char *name; void (*make)(void); } mistakes[] = {
    MISTAKE(free_twice), MISTAKE(one_beyond), MISTAKE(string_beyond), MISTAKE(one_before),
    MISTAKE(from_the_middle), MISTAKE(not_aligned), MISTAKE(not_the_heap),
    MISTAKE(realloc_freed), MISTAKE(size_of_freed),
};

void test(void)
{
    const char *mistake = (const char *)arch_start_info()->cmd_line;
    unsigned int i;

    check_sizes();
    check_again();
    check_realloc();
    check_calloc();
    check_alignment();
    check_newlib();
    check_other_thread();
    for (i = 0; i < sizeof(mistakes) / sizeof(mistakes[0]); i++)
        if (!strcmp(mistake, mistakes[i].name))
            mistakes[i].make();
    CHECK(!strcmp(mistake, "nothing"));
}
