/*
 * The kernel's own memcpy, memmove, memset, memcmp, memchr and strlen
 * (arch/x86_32/copy.S, search.S): every small size at every alignment is compared
 * with the plainest code for the job, up to the very end of a page with nothing
 * behind it. They use xmm0 to xmm3: interrupted code must find these registers
 * unchanged.
 */
/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <arch/traps.h>
#include <kernel/time.h>
#include <kernel/timer.h>
#include <kernel/usermode.h>
#include <verdict.h>

#define PAGE    4096
#define SIZES   300         /* all sizes below; then some large ones */
#define ROOM    (3 * PAGE)
#define BEFORE  320         /* bytes before the target, which must not change */

static const size_t large[] = { 511, 512, 513, 1000, 4095, 4096, 4097, 6000 };

/* Pointers keep the compiler from inlining the calls. */
static void *(*volatile const copy)(void *, const void *, size_t) = memcpy;
static void *(*volatile const move)(void *, const void *, size_t) = memmove;
static void *(*volatile const fill)(void *, int, size_t) = memset;
static int (*volatile const compare)(const void *, const void *, size_t) = memcmp;
static void *(*volatile const find)(const void *, int, size_t) = memchr;
static size_t (*volatile const length)(const char *) = strlen;

/* Volatile keeps the compiler from making the loops below into calls. */
static volatile unsigned char source[ROOM], got[ROOM], wanted[ROOM];
static unsigned int wrong;

/* Counts wrong results and prints only the first. */
static void expect(bool right, const char *what, long a, long b, size_t size)
{
    if (!right && !wrong++)
        printf("wrong: %s, at %ld and %ld, %zu bytes\n", what, a, b, size);
}

static void prepare(void)
{
    unsigned int i;

    for (i = 0; i < ROOM; i++) {
        source[i] = i * 7 + i / 256;
        got[i] = wanted[i] = i * 5 + 1;
    }
}

/* Compares both arrays to a little beyond end, and makes them equal again. */
static bool same(size_t end)
{
    bool is = true;
    size_t i;

    for (i = 0; i < end + BEFORE && i < ROOM; i++) {
        is &= got[i] == wanted[i];
        got[i] = wanted[i];
    }
    return is;
}

/* --- copies ------------------------------------------------------------------- */

static void try_copy(size_t to, size_t from, size_t size)
{
    unsigned char *at = (unsigned char *)got + BEFORE + to;
    size_t i;

    for (i = 0; i < size; i++)
        wanted[BEFORE + to + i] = source[from + i];
    expect(copy(at, (unsigned char *)source + from, size) == at, "memcpy's result", to, from, size);
    expect(same(BEFORE + to + size), "memcpy", to, from, size);
}

/* Moves within one array, distance bytes up or down. */
static void try_move(size_t from, long distance, size_t size)
{
    unsigned char *at = (unsigned char *)got + BEFORE + from, before[512];
    size_t i;

    if (size > sizeof(before))
        return;
    for (i = 0; i < size; i++)
        before[i] = wanted[BEFORE + from + i];
    for (i = 0; i < size; i++)
        wanted[BEFORE + from + distance + i] = before[i];
    expect(move(at + distance, at, size) == at + distance, "memmove's result", from, distance, size);
    expect(same(2 * BEFORE + from + size), "memmove", from, distance, size);
}

static void try_fill(size_t to, size_t size)
{
    unsigned char *at = (unsigned char *)got + BEFORE + to;
    size_t i;

    for (i = 0; i < size; i++)
        wanted[BEFORE + to + i] = size ^ to;
    expect(fill(at, (size ^ to) | 0xabcd00, size) == at, "memset's result", to, 0, size);
    expect(same(BEFORE + to + size), "memset", to, 0, size);
}

static void check_copies(void)
{
    size_t size, to, from;
    unsigned int i;

    for (size = 0; size < SIZES; size++)
        for (to = 0; to < 16; to++) {
            try_fill(to, size);
            for (from = 0; from < 16; from += 5)
                try_copy(to, from, size);
        }
    for (i = 0; i < sizeof(large) / sizeof(large[0]); i++)
        for (to = 0; to < 16; to += 3) {
            try_copy(to, 16 - to, large[i]);
            try_fill(to, large[i]);
        }
    printf("copies: %u wrong\n", wrong);
    CHECK_EQUAL(wrong, 0);
}

static void check_moves(void)
{
    long distance;
    size_t size;

    for (size = 0; size < SIZES; size += size < 140 ? 1 : 7) {
        prepare();
        for (distance = -BEFORE; distance <= BEFORE; distance += distance > -70 && distance < 70 ? 1 : 10)
            try_move(size % 16, distance, size);
    }
    printf("moves: %u wrong\n", wrong);
    CHECK_EQUAL(wrong, 0);
}

/* --- searches: in the last bytes before an unmapped page -------------------------- */

static int sign(int value)
{
    return (value > 0) - (value < 0);
}

/* Both blocks end at a page's end; at is where they differ. */
static void try_compare(unsigned char *end, size_t size, size_t at)
{
    unsigned char *one = end - size, *other = end - PAGE - size - size % 5;

    fill(one, 0x80, size);
    fill(other, 0x80, size);
    expect(compare(one, other, size) == 0, "memcmp of equal ones", 0, 0, size);
    if (at >= size)
        return;
    one[at] = 0x81;
    if (at + 1 < size)
        one[at + 1] = 0x01;         /* later bytes do not count */
    expect(sign(compare(one, other, size)) == 1, "memcmp", at, 1, size);
    expect(sign(compare(other, one, size)) == -1, "memcmp", at, -1, size);
    one[at] = 0x7f;
    expect(sign(compare(one, other, size)) == -1, "memcmp", at, -2, size);
}

/* The byte stands before the block, and at `at` and right after it. */
static void try_find(unsigned char *end, size_t size, size_t at)
{
    unsigned char *start = end - size;

    fill(end - PAGE, 'x', PAGE - size);
    fill(start, 'a', size);
    expect(find(start, 'x', size) == NULL, "memchr of none", 0, 0, size);
    if (at < size) {
        start[at] = 'x';
        if (at + 1 < size)
            start[at + 1] = 'x';
        expect(find(start, 'x' | 0x100, size) == start + at, "memchr", at, 0, size);
        expect(find(start, 'x', SIZE_MAX) == start + at, "memchr in all memory", at, 0, size);
        expect(find(start, 'x', at) == NULL, "memchr, stopped short", at, 0, size);
    }
}

static void try_length(unsigned char *end, size_t size)
{
    fill(end - PAGE, 0, PAGE);
    fill(end - size - 1, 0xff, size);
    expect(length((char *)end - size - 1) == size, "strlen", 0, 0, size);
}

static void check_searches(void)
{
    unsigned char *pages = mmap(NULL, 4 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
                                -1, 0), *end = pages + 3 * PAGE;
    size_t size, at;

    CHECK(pages != MAP_FAILED);
    CHECK_EQUAL(munmap(end, PAGE), 0);
    for (size = 0; size < 100; size++) {
        try_length(end, size);
        for (at = 0; at <= size; at++) {
            try_compare(end, size, at);
            try_find(end, size, at);
        }
    }
    /* Copies, too, touch nothing behind the end. */
    for (size = 0; size < SIZES; size++) {
        copy(end - PAGE - size, end - size, size);
        copy(end - size, end - PAGE - size, size);
        fill(end - size, 1, size);
    }
    munmap(pages, 3 * PAGE);
    printf("searches: %u wrong\n", wrong);
    CHECK_EQUAL(wrong, 0);
}

/* --- interrupted code ------------------------------------------------------------- */

static uint32_t registers[8][4], seen[8][4];
static volatile uint32_t interrupted;

/* Changes xmm0 to xmm3, as a handler that copies does. */
static void use_registers(void)
{
    static char one[200], other[200];

    fill(one, 0x5a, sizeof(one));
    copy(other, one, sizeof(one));
    CHECK_EQUAL(compare(one, other, sizeof(one)), 0);
    interrupted++;
}

static void on_time(struct timer *timer)
{
    (void)timer;
    use_registers();
}

static bool on_breakpoint(struct trap_frame *frame)
{
    (void)frame;
    use_registers();
    return true;
}

#define LOAD "movups (%0), %%xmm0; movups 16(%0), %%xmm1; movups 32(%0), %%xmm2; movups 48(%0), %%xmm3;" \
    "movups 64(%0), %%xmm4; movups 80(%0), %%xmm5; movups 96(%0), %%xmm6; movups 112(%0), %%xmm7;"
#define STORE "movups %%xmm0, (%1); movups %%xmm1, 16(%1); movups %%xmm2, 32(%1); movups %%xmm3, 48(%1);" \
    "movups %%xmm4, 64(%1); movups %%xmm5, 80(%1); movups %%xmm6, 96(%1); movups %%xmm7, 112(%1);"

static void check_kept(const char *by)
{
    bool kept = compare(registers, seen, sizeof(seen)) == 0;

    printf("%s: the registers are %s\n", by, kept ? "unchanged" : "changed");
    CHECK(kept);
    CHECK_EQUAL(interrupted, 1);
    interrupted = 0;
    fill(seen, 0, sizeof(seen));
}

static void check_interrupted(void)
{
    struct timer timer = { .fn = on_time };
    trap_handler old = trap_set_handler(TRAP_BREAKPOINT, on_breakpoint);

    fill(registers, 0xc3, sizeof(registers));
    timer_set(&timer, time_monotonic() + 2000000);
    __asm__ volatile(LOAD "1: cmpl $0, %2; je 1b;" STORE
                     : : "r"(registers), "r"(seen), "m"(interrupted) : "memory");
    check_kept("event");
    __asm__ volatile(LOAD "int3;" STORE : : "r"(registers), "r"(seen) : "memory");
    check_kept("exception");
    trap_set_handler(TRAP_BREAKPOINT, old);
}

/* Ring 3 reports its registers at first, and after a system call that copies. */
extern const char in_ring3[], in_ring3_end[];
__asm__(".pushsection .rodata\n"
        "in_ring3:\n"
        "por %xmm1, %xmm0; por %xmm2, %xmm0; por %xmm3, %xmm0\n"
        "movd %xmm0, %ebx; pshufd $0x39, %xmm0, %xmm0; movd %xmm0, %ecx\n"
        "movl $1, %eax; int $0x80\n"
        "movl $0x1234567, %edx; movd %edx, %xmm0; movd %edx, %xmm3\n"
        "movl $2, %eax; int $0x80\n"
        "movd %xmm0, %ebx; movd %xmm3, %ecx\n"
        "movl $1, %eax; int $0x80\n"
        "movl $0, %eax; int $0x80\n"
        "in_ring3_end:\n.popsection");

static uint32_t found[4];
static unsigned int asked;

static uint32_t answer(struct usermode *user, const struct usermode_call *call)
{
    (void)user;
    if (call->number == 2) {
        use_registers();
    } else if (asked < 4) {
        found[asked++] = call->arguments[0];
        found[asked++] = call->arguments[1];
    }
    return 0;
}

static void check_ring3(void)
{
    char *code = usermode_alloc(1), *stack = usermode_alloc(1);
    struct usermode user = { .entry = (uintptr_t)code, .stack_top = (uintptr_t)stack + PAGE,
                             .call = answer };

    copy(code, in_ring3, in_ring3_end - in_ring3);
    CHECK_EQUAL(usermode_protect(code, 1, false, true), 0);
    __asm__ volatile(LOAD : : "r"(registers) : "memory");
    CHECK_EQUAL(usermode_run(&user), 0);
    printf("ring 3 found %x %x, then %x %x\n", found[0], found[1], found[2], found[3]);
    CHECK_EQUAL(found[0] | found[1], 0);
    CHECK_EQUAL(found[2], 0x1234567);
    CHECK_EQUAL(found[3], 0x1234567);
    usermode_free(code, 1);
    usermode_free(stack, 1);
}

void test(void)
{
    prepare();
    check_copies();
    check_moves();
    check_searches();
    check_interrupted();
    check_ring3();
}
