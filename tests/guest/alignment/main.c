/*
 * The ABI: at each call the stack is aligned to 16 bytes, and a thread-local variable has the
 * alignment of its type and its initial value. With -msse2 the compiler relies on that: programs
 * break, depending on their size, if a kernel starts a thread one word off, calls a handler on an
 * unaligned interrupted stack, or computes a TLS block's size without the linker's rounding.
 */
/* SPDX-License-Identifier: MIT */
#include <pthread.h>
#include <signal.h>
#include <stdalign.h>
#include <stdint.h>
#include <string.h>
#include <time.h>
#include <ucontext.h>
#include <xmmintrin.h>
#include <arch/pagetable.h>
#include <arch/probe.h>
#include <arch/traps.h>
#include <events/ports.h>
#include <kernel/deferred.h>
#include <kernel/usermode.h>
/* The signal thread and the deferred thread stay. */
#define VERDICT_LEAK_ALLOWED 131072
#include <verdict.h>

#define FLAG_TF "0x100"

/* In variables.cc. */
unsigned int check_cxx_variables(void);

/* Odd sizes, and every alignment up to a page. */
static __thread volatile int five = 5;
static __thread volatile char odd[41];
static __thread volatile long long wide = 0x123456789abcdef;
static __thread volatile alignas(16) char at_16[3] = "ab";
static __thread volatile alignas(64) char at_64 = 'c';
static __thread volatile alignas(512) char at_512;
static __thread volatile alignas(4096) char at_page[7] = "page";

static volatile unsigned int ran;

static bool is_aligned(const volatile void *at, uintptr_t unit)
{
    uintptr_t address = (uintptr_t)at;

    __asm__("" : "+r"(address));        /* else the compiler would assume that it is */
    return !(address % unit);
}

/* Called in each context: checks its own frame, and a vector in it. */
static void __attribute__((noinline)) look(const char *context)
{
    volatile __m128 vectors[4];
    unsigned int i;

    for (i = 0; i < 4; i++)
        vectors[i] = _mm_set1_ps((float)i);
    if (!is_aligned(vectors, 16) || !is_aligned((char *)__builtin_frame_address(0) + 8, 16)) {
        failures++;
        printf("failed: the stack of %s: %p\n", context, __builtin_frame_address(0));
    }
    ran++;
}

static void check_variables(void)
{
    CHECK_EQUAL(five, 5);
    CHECK_EQUAL(odd[0] | odd[40], 0);
    CHECK(wide == 0x123456789abcdef);
    CHECK(at_16[0] == 'a' && at_16[1] == 'b' && is_aligned(at_16, 16));
    CHECK(at_64 == 'c' && is_aligned(&at_64, 64));
    CHECK(at_512 == 0 && is_aligned(&at_512, 512));
    CHECK(at_page[0] == 'p' && at_page[4] == 0 && is_aligned(at_page, 4096));
    CHECK_EQUAL(check_cxx_variables(), 0);
    /* Variables must not overlap. */
    memset((void *)odd, 7, sizeof(odd));
    CHECK_EQUAL(five, 5);
    CHECK(at_64 == 'c');
}

static void *in_thread(void *name)
{
    look(name);
    check_variables();
    return NULL;
}

static void __attribute__((constructor)) in_constructor(void)
{
    look("a constructor");
}

static void on_event(evtchn_port_t port, void *data)
{
    (void)port;
    (void)data;
    look("an event handler");
}

static bool on_trap(struct trap_frame *frame)
{
    look("a trap handler");
    frame->eip += 2;
    return true;
}

static void on_signal(int signal)
{
    (void)signal;
    look("a signal handler");
}

static void on_fault(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)info;
    look("a handler of a fault");
    ((ucontext_t *)context)->uc_mcontext.gregs[REG_EIP] += 2;
}

static uint32_t on_call(struct usermode *user, const struct usermode_call *call)
{
    (void)user;
    (void)call;
    look("a system call");
    return 0;
}

static void on_deferred(struct deferred *item)
{
    (void)item;
    look("deferred work");
}

/* Enters the kernel from a stack that is offset words off: there are four cases. */
static void __attribute__((noinline)) trap_at(unsigned int offset)
{
    __asm__ volatile("movl %%esp, %%esi\n\t"
                     "subl %0, %%esp\n\t"
                     "ud2\n\t"
                     "movl %%esi, %%esp"
                     : : "r"(4 * offset) : "esi", "memory", "cc");
}

static void check_traps(void)
{
    trap_handler old = trap_set_handler(TRAP_INVALID_OPCODE, on_trap);
    struct sigaction action = { .sa_flags = SA_SIGINFO };
    unsigned int i;

    for (i = 0; i < 4; i++)
        trap_at(i);
    trap_set_handler(TRAP_INVALID_OPCODE, old);
    action.sa_sigaction = on_fault;
    CHECK_EQUAL(sigaction(SIGILL, &action, NULL), 0);
    for (i = 0; i < 4; i++)
        trap_at(i);
    signal(SIGUSR1, on_signal);
    raise(SIGUSR1);
}

static void check_events(void)
{
    evtchn_port_t port;

    CHECK_EQUAL(port_bind_ipi(on_event, NULL, &port), 0);
    CHECK_EQUAL(port_send(port), 0);
    CHECK_EQUAL(port_close(port), 0);
}

static void check_deferred(void)
{
    static struct deferred item;
    unsigned int before = ran;
    const struct timespec moment = { .tv_nsec = 1000000 };

    CHECK_EQUAL(deferred_init(&item, on_deferred), 0);
    deferred_queue(&item);
    while (ran == before)
        nanosleep(&moment, NULL);
}

static void check_ring_3(void)
{
    /* movl $7, %eax; int $0x80; xorl %eax, %eax; int $0x80 */
    static const unsigned char code[] = { 0xb8, 7, 0, 0, 0, 0xcd, 0x80, 0x31, 0xc0, 0xcd, 0x80 };
    char *page = usermode_alloc(1), *stack = usermode_alloc(1);
    struct usermode user = { .entry = (uintptr_t)page, .stack_top = (uintptr_t)stack + PAGE_SIZE,
                             .call = on_call };

    memcpy(page, code, sizeof(code));
    CHECK_EQUAL(usermode_protect(page, 1, false, true), 0);
    CHECK_EQUAL(usermode_run(&user), 0);
    usermode_free(page, 1);
    usermode_free(stack, 1);
}

static volatile bool stepping;
static volatile unsigned int steps;

/* A step over the instruction that may fault is not a fault of it. */
static bool decline(struct trap_frame *frame)
{
    steps++;
    if (!stepping)
        frame->eflags &= ~0x100U;
    return false;
}

static bool go_on(struct trap_frame *frame)
{
    return frame->vector == TRAP_DEBUG;
}

static void check_single_step(void)
{
    trap_handler old = trap_set_handler(TRAP_DEBUG, decline);
    char from[8] = "stepped", to[8] = "";
    int result;

    trap_set_last_handler(go_on);
    stepping = true;
    __asm__ volatile("pushf\n\torl $" FLAG_TF ", (%%esp)\n\tpopf" : : : "memory", "cc");
    result = probe_read(to, (uintptr_t)from, sizeof(from));
    stepping = false;
    __asm__ volatile("nop" : : : "memory");
    CHECK_EQUAL(result, 0);
    CHECK(strcmp(to, "stepped") == 0);
    CHECK(steps > 10);
    trap_set_last_handler(NULL);
    trap_set_handler(TRAP_DEBUG, old);
}

void test(void)
{
    unsigned int i;
    pthread_t thread;

    CHECK_EQUAL(ran, 1);                /* the constructor */
    look("main");
    check_variables();
    for (i = 0; i < 3; i++) {
        CHECK_EQUAL(pthread_create(&thread, NULL, in_thread, "a thread"), 0);
        CHECK_EQUAL(pthread_join(thread, NULL), 0);
    }
    check_traps();
    check_events();
    check_deferred();
    check_ring_3();
    check_single_step();
    CHECK_EQUAL(ran, 1 + 1 + 3 + 4 + 4 + 1 + 1 + 1 + 1);
}
