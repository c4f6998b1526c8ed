/*
 * CPU exceptions as signals: in the thread at fault, with the CPU's information; a
 * handler may jump away, repair the cause, or continue elsewhere.
 */
/* SPDX-License-Identifier: MIT */
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <ucontext.h>
#include <arch/context.h>
#include <arch/segments.h>
#include <kernel/thread.h>
/* The signal thread stays. */
#define VERDICT_LEAK_ALLOWED 65536
#include <verdict.h>

#define INDEX 4         /* of the LDT */

static sigjmp_buf back;
static volatile int calls;
static siginfo_t got;
static pthread_t got_in;
static char *page;

static void set(int signal, void (*handler)(int, siginfo_t *, void *))
{
    struct sigaction action = { .sa_flags = SA_SIGINFO };

    action.sa_sigaction = handler;
    CHECK_EQUAL(sigaction(signal, &action, NULL), 0);
}

static void jump(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)context;
    calls++;
    got = *info;
    got_in = pthread_self();
    siglongjmp(back, 1);
}

/* In assembly, so that the compiler does not see a null pointer. */
static void write_to(uintptr_t address)
{
    __asm__ volatile("movl $1, (%0)" : : "r"(address) : "memory");
}

/* Runs code that faults once; got then holds the siginfo. */
#define CAUGHT(code) \
    do { \
        memset(&got, 0, sizeof(got)); \
        if (!sigsetjmp(back, 1)) { \
            code; \
            CHECK(!"it went on"); \
        } \
    } while (0)

static void check_memory(void)
{
    char *constant = (char *)"constant";

    set(SIGSEGV, jump);
    CAUGHT(write_to(0x10));
    CHECK(got.si_signo == SIGSEGV && got.si_code == SEGV_MAPERR && got.si_addr == (void *)0x10);
    CAUGHT(write_to((uintptr_t)constant));
    CHECK(got.si_code == SEGV_ACCERR && got.si_addr == constant);
    CAUGHT(((void (*)(void))0x20)());
    CHECK(got.si_addr == (void *)0x20);
    /* The mask was restored, so the signal can be caught again. */
    CAUGHT(write_to(0x10));
    CHECK_EQUAL(calls, 4);
}

/* The fault is wanted, not UBSan's report. */
static int __attribute__((noipa, no_sanitize("undefined"))) divide(int by)
{
    return 10 / by;
}

static void check_arithmetic(void)
{
    volatile int result;
    volatile double float_zero = 0;
    uint16_t control = 0x037b, standard = 0x037f;

    set(SIGFPE, jump);
    CAUGHT(result = divide(0));
    CHECK(got.si_signo == SIGFPE && got.si_code == FPE_INTDIV && got.si_addr);
    __asm__ volatile("fldcw %0" : : "m"(control));
    CAUGHT(float_zero = 1.0 / float_zero; __asm__ volatile("fwait"));
    CHECK(got.si_signo == SIGFPE && got.si_code == FPE_FLTDIV);
    __asm__ volatile("fninit\n\tfldcw %0" : : "m"(standard));
    (void)result;
}

static void check_instructions(void)
{
    set(SIGILL, jump);
    CAUGHT(__asm__ volatile("ud2"));
    CHECK(got.si_signo == SIGILL && got.si_code == ILL_ILLOPN);
    set(SIGTRAP, jump);
    CAUGHT(__asm__ volatile("int3"));
    CHECK(got.si_signo == SIGTRAP && got.si_code == TRAP_BRKPT);
}

/* Loads a segment that is not present. */
static void check_bus(void)
{
    uint64_t absent = segment_descriptor(0, SEG_FLAT_PAGES, SEG_NOT_SYSTEM | SEG_DPL(1) | SEG_DATA |
                                         SEG_ACCESSED | SEG_PAGES | SEG_32BIT);

    CHECK_EQUAL(context_set_descriptor(thread_context(thread_current()), INDEX, absent), 0);
    set(SIGBUS, jump);
    CAUGHT(__asm__ volatile("movl %0, %%es" : : "r"(LDT_SELECTOR(INDEX, 1))));
    CHECK(got.si_signo == SIGBUS && got.si_code == SI_KERNEL);
}

static void mend(int signal, siginfo_t *info, void *context)
{
    volatile double changes_the_fpu = 3.0;

    (void)signal;
    (void)context;
    changes_the_fpu = changes_the_fpu / 7;
    calls++;
    CHECK(info->si_addr == page + 4 && info->si_code == SEGV_ACCERR);
    CHECK_EQUAL(ringlet_protect(page, 4096, RINGLET_READ | RINGLET_WRITE), 0);
}

/* The handler returns, and the instruction is repeated, with the FPU state kept. */
static void check_retry(void)
{
    double pi;

    page = ringlet_map(4096, RINGLET_READ);
    CHECK(page != NULL);
    set(SIGSEGV, mend);
    calls = 0;
    __asm__ volatile("fldpi\n\tmovl $77, (%1)\n\tfstpl %0" : "=m"(pi) : "r"(page + 4) : "memory");
    CHECK(calls == 1 && *(int *)(page + 4) == 77);
    CHECK(pi > 3.14159265 && pi < 3.14159266);
    ringlet_unmap(page, 4096);
}

static void step_over(int signal, siginfo_t *info, void *context)
{
    ucontext_t *here = context;

    (void)signal;
    CHECK(info->si_addr == (void *)here->uc_mcontext.gregs[REG_EIP]);
    CHECK_EQUAL(here->uc_mcontext.gregs[REG_ECX], 0x1234);
    here->uc_mcontext.gregs[REG_EIP] += 2;
    here->uc_mcontext.gregs[REG_EDX] = 0x5678;
}

static void check_registers(void)
{
    int edx;

    set(SIGILL, step_over);
    __asm__ volatile("movl $0x1234, %%ecx\n\tud2" : "=d"(edx) : : "ecx");
    CHECK_EQUAL(edx, 0x5678);
}

static void *fault_in_thread(void *unused)
{
    (void)unused;
    CAUGHT(write_to(0x30));
    CHECK(pthread_equal(got_in, pthread_self()));
    return NULL;
}

static void check_thread(void)
{
    pthread_t thread;

    set(SIGSEGV, jump);
    CHECK_EQUAL(pthread_create(&thread, NULL, fault_in_thread, NULL), 0);
    CHECK_EQUAL(pthread_join(thread, NULL), 0);
    CHECK_EQUAL((uintptr_t)got.si_addr, 0x30);
}

static char other_stack[16384];
static volatile int was_on_other;

static void on_stack(int signal, siginfo_t *info, void *context)
{
    char *here = __builtin_frame_address(0);
    stack_t now;

    (void)context;
    was_on_other = here > other_stack && here < other_stack + sizeof(other_stack);
    CHECK(sigaltstack(NULL, &now) == 0 && now.ss_flags == SS_ONSTACK);
    jump(signal, info, context);
}

static void check_other_stack(void)
{
    stack_t stack = { .ss_sp = other_stack, .ss_size = sizeof(other_stack) }, old;
    struct sigaction action = { .sa_flags = SA_SIGINFO | SA_ONSTACK };

    CHECK(sigaltstack(&stack, &old) == 0 && old.ss_flags == SS_DISABLE);
    action.sa_sigaction = on_stack;
    CHECK_EQUAL(sigaction(SIGSEGV, &action, NULL), 0);
    CAUGHT(write_to(0x40));
    CHECK(was_on_other && got.si_addr == (void *)0x40);
    stack.ss_flags = SS_DISABLE;
    CHECK_EQUAL(sigaltstack(&stack, NULL), 0);
}

/* A fault whose signal is blocked crashes without the handler: see expect. */
void test(void)
{
    sigset_t set_of_one;

    check_memory();
    check_arithmetic();
    check_instructions();
    check_bus();
    check_retry();
    check_registers();
    check_thread();
    check_other_stack();
    printf("FAULTS %s\n", failures ? "fail" : "pass");
    sigemptyset(&set_of_one);
    sigaddset(&set_of_one, SIGSEGV);
    sigprocmask(SIG_BLOCK, &set_of_one, NULL);
    write_to(0x50);
    printf("it went on\n");
}
