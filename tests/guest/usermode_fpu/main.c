/*
 * Ring 3 and the FPU: it sees no register of the kernel's thread, and nothing it leaves
 * (precision, rounding, a full stack, a pending exception) reaches the thread: neither
 * after its end, whatever ended it, nor in a system call.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <verdict.h>
#include "../ring3.h"

#define MILLISECONDS(n) ((n) * 1000000ULL)
#define X87_AND_MXCSR 160       /* bytes of what fxsave writes that come before the xmm registers */

#define NARROW  "pushl $0x007f\n fldcw (%esp)\n fld1\n"
#define FULL    "fld1\n fld1\n fld1\n fld1\n fld1\n fld1\n fld1\n fld1\n"
#define PENDING "pushl $0x0340\n fldcw (%esp)\n fld1\n fldz\n fdivrp\n"
#define SSE     "pushl $0x7f80\n ldmxcsr (%esp)\n pcmpeqd %xmm5, %xmm5\n"

/* Each of them ends in each way. Longer than the limit is endless. */
#define PROGRAMS(name, dirt)                            \
    USER_CODE(name##_exits, dirt EXIT);                 \
    USER_CODE(name##_faults, dirt "hlt\n");             \
    USER_CODE(name##_spins, dirt "1: jmp 1b\n");        \
    USER_CODE(name##_calls, dirt CALL EXIT)

PROGRAMS(narrow, NARROW);
PROGRAMS(full, FULL);
PROGRAMS(pending, PENDING);
PROGRAMS(sse, SSE);

/* On its stack from the top: xmm0 to xmm7, what fnsave writes, MXCSR. */
#define STORE_ALL "subl $240, %esp\n"                                                           \
    "movups %xmm0, 112(%esp)\n movups %xmm1, 128(%esp)\n movups %xmm2, 144(%esp)\n"            \
    "movups %xmm3, 160(%esp)\n movups %xmm4, 176(%esp)\n movups %xmm5, 192(%esp)\n"            \
    "movups %xmm6, 208(%esp)\n movups %xmm7, 224(%esp)\n"                                      \
    "stmxcsr 108(%esp)\n fnsave (%esp)\n"
#define LOAD_OWN "movl $0x11223344, %ebx\n movd %ebx, %xmm0\n movd %ebx, %xmm3\n"              \
    "movd %ebx, %xmm4\n movd %ebx, %xmm7\n pushl %ebx\n fildl (%esp)\n popl %ebx\n"

USER_CODE(look, STORE_ALL EXIT);
USER_CODE(look_after_call, LOAD_OWN CALL STORE_ALL EXIT);

/* Where those lie, from the lowest address. */
struct stored {
    uint16_t control, unused, status, unused2, tag, unused3;
    uint32_t instruction[2], operand[2];
    uint8_t x87[80];
    uint32_t mxcsr;
    uint32_t xmm[8][4];
};

static struct ring3_pages pages;

static volatile double one = 1.0, three = 3.0;

/* In every register of the calling thread but one, with which it can compute. */
static void fill_registers(void)
{
    static const uint32_t secret[4] = { 0x5ec4e75e, 0x5ec4e75e, 0x5ec4e75e, 0x5ec4e75e };

    __asm__ volatile("fninit\n\t"
                     "fldl2t\n\t fldl2e\n\t fldpi\n\t fldlg2\n\t fldln2\n\t fldpi\n\t fld1\n\t"
                     "movups %0, %%xmm0\n\t movups %0, %%xmm1\n\t movups %0, %%xmm2\n\t"
                     "movups %0, %%xmm3\n\t movups %0, %%xmm4\n\t movups %0, %%xmm5\n\t"
                     "movups %0, %%xmm6\n\t movups %0, %%xmm7"
                     : : "m"(secret));
}

static void empty_x87(void)
{
    __asm__ volatile("fninit");
}

/* Wrong with another precision or a full stack; the end with a pending exception. */
static void must_compute(const char *name)
{
    union { double value; uint64_t bits; } third = { .value = one / three };

    if (third.bits != 0x3fd5555555555555ULL)
        printf("%s: 1/3 is %llx\n", name, (unsigned long long)third.bits);
    CHECK_EQUAL(third.bits, 0x3fd5555555555555ULL);
}

static uint32_t compute(struct usermode *user, const struct usermode_call *call)
{
    uint32_t mxcsr;

    (void)call;
    __asm__ volatile("stmxcsr %0" : "=m"(mxcsr));
    CHECK_EQUAL(mxcsr, 0x1f80);
    must_compute(user->data);
    fill_registers();
    return 0;
}

static void check_left(const char *name, const char *start, const char *end, int wanted)
{
    static uint8_t before[512] __attribute__((aligned(16)));
    static uint8_t after[512] __attribute__((aligned(16)));
    struct usermode user = ring3_program(&pages, start, end);
    int result;

    user.time_limit = MILLISECONDS(20);
    user.call = compute;
    user.data = (void *)name;
    fill_registers();
    __asm__ volatile("fxsave %0" : "=m"(before));
    result = usermode_run(&user);
    __asm__ volatile("fxsave %0" : "=m"(after));
    must_compute(name);
    empty_x87();
    if (result != wanted || memcmp(before, after, X87_AND_MXCSR))
        printf("%s: %d, fpu %04x %04x, MXCSR %x\n", name, result, *(uint16_t *)after,
               *(uint16_t *)(after + 2), *(unsigned int *)(after + 24));
    CHECK_EQUAL(result, wanted);
    CHECK(memcmp(before, after, X87_AND_MXCSR) == 0);
}

#define CHECK_LEFT(name)                                                                \
    check_left(#name " exits", name##_exits, name##_exits_end, 0);                      \
    check_left(#name " faults", name##_faults, name##_faults_end, -EFAULT);             \
    check_left(#name " spins", name##_spins, name##_spins_end, -ETIMEDOUT);             \
    check_left(#name " calls", name##_calls, name##_calls_end, 0)

static const struct stored *run_and_look(const char *start, const char *end)
{
    struct usermode user = ring3_program(&pages, start, end);

    user.call = compute;
    user.data = "look";
    fill_registers();
    CHECK_EQUAL(usermode_run(&user), 0);
    empty_x87();
    return (const struct stored *)(pages.stack + PAGE_SIZE - sizeof(struct stored));
}

static void check_environment(const struct stored *stored, unsigned int tag)
{
    CHECK_EQUAL(stored->control, 0x37f);
    CHECK_EQUAL(stored->tag, tag);
    CHECK_EQUAL(stored->mxcsr, 0x1f80);
}

static void check_entry(void)
{
    static const uint8_t zeros[128];
    const struct stored *stored = run_and_look(look, look_end);

    check_environment(stored, 0xffff);
    CHECK_EQUAL(stored->status, 0);
    CHECK(memcmp(stored->x87, zeros, 80) == 0);
    CHECK(memcmp(stored->xmm, zeros, 128) == 0);
    CHECK(stored->instruction[0] == 0 && stored->operand[0] == 0);
}

/* What it had before a system call, and nothing of what the handler had. */
static void check_after_call(void)
{
    const struct stored *stored = run_and_look(look_after_call, look_after_call_end);
    static const uint8_t number[10] = { 0, 0, 0, 0, 0x20, 0x9a, 0x11, 0x89, 0x1b, 0x40 };
    static const uint8_t zeros[70];
    unsigned int i;

    check_environment(stored, 0x3fff);
    CHECK(memcmp(stored->x87, number, 10) == 0);
    CHECK(memcmp(stored->x87 + 10, zeros, 70) == 0);
    for (i = 0; i < 8; i++)
        CHECK_EQUAL(stored->xmm[i][0], i == 0 || i == 3 || i == 4 || i == 7 ? 0x11223344 : 0);
}

void test(void)
{
    ring3_open(&pages);
    check_entry();
    check_after_call();
    CHECK_LEFT(narrow);
    CHECK_LEFT(full);
    CHECK_LEFT(sse);
    CHECK_LEFT(pending);
    ring3_close(&pages);
}
