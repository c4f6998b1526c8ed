/*
 * Paging and segmentation keep ring 3 out of ring 1: a kernel that leaves the user
 * bit on its pages, enters ring 3 on a stale stack, or returns to it wrongly lets
 * ring 3 code in, or dies with it.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <arch/pagetable.h>
#include <arch/traps.h>
#include <hypercall/multicall.h>
#include <kernel/thread.h>
#include <kernel/time.h>
#include <kernel/timer.h>
#include <kernel/usermode.h>
/* No leak is allowed here. */
#include <verdict.h>

static char secret[16] = "kernel";
/* volatile, or the compiler would make it a constant */
static __thread volatile int thread_local = 77;

/* Code for ring 3: copied to a user page, so it is position-independent. */
#define USER_CODE(name, ...)                                            \
    extern const char name[], name##_end[];                             \
    __asm__(".pushsection .rodata\n" #name ":\n" __VA_ARGS__ "\n" #name "_end:\n.popsection")

#define EXIT "movl $0, %eax\n int $0x80\n"

USER_CODE(answer, "addl $1, %eax\n movl %eax, %ebx\n" EXIT);
USER_CODE(ask, "movl $7, %eax\n movl $1, %ebx\n movl $2, %ecx\n movl $3, %edx\n"
               "movl $4, %esi\n movl $5, %edi\n int $0x80\n"
               "movl %eax, %ebx\n cmpl $1, %ecx\n addl %edi, %ebx\n" EXIT);
USER_CODE(push, "movl %esp, %ebx\n pushl $1234\n popl %ebx\n" EXIT);
USER_CODE(read_at, "movl (%eax), %ebx\n" EXIT);
USER_CODE(write_at, "movl $0, (%eax)\n" EXIT);
USER_CODE(jump_to, "jmp *%eax\n");
USER_CODE(halt, "hlt\n" EXIT);
USER_CODE(disable, "cli\n" EXIT);
USER_CODE(hypercall, "movl $17, %eax\n int $0x82\n" EXIT);
USER_CODE(bad_segment, "movl $0x1234, %eax\n movl %eax, %ds\n" EXIT);
USER_CODE(kernel_segment, "movl $0x11, %eax\n movl %eax, %ds\n" EXIT);
USER_CODE(breakpoint, "int3\n" EXIT);
USER_CODE(overflow, "movb $127, %al\n addb $1, %al\n into\n" EXIT);
USER_CODE(gate_of_bounds, "int $5\n" EXIT);
USER_CODE(gate_of_protection, "int $13\n" EXIT);
USER_CODE(gate_of_page_fault, "int $14\n" EXIT);
USER_CODE(sysenter, "sysenter\n" EXIT);
USER_CODE(all_memory_as_gs, "movl $0x23, %ebx\n movl %ebx, %gs\n"
                            "xorl %ebx, %ebx\n 1: incl %ebx\n cmpl %eax, %ebx\n jb 1b\n" EXIT);
USER_CODE(bad_stack, "xorl %esp, %esp\n pushl $1\n" EXIT);
USER_CODE(kernel_stack, "movl %eax, %esp\n pushl $1\n" EXIT);
USER_CODE(endless, "1: jmp 1b\n");
USER_CODE(call_forever, "1: movl $7, %eax\n int $0x80\n jmp 1b\n");
USER_CODE(spin_and_count, "xorl %ebx, %ebx\n 1: incl %ebx\n cmpl %eax, %ebx\n jb 1b\n" EXIT);
USER_CODE(divide, "xorl %ecx, %ecx\n divl %ecx\n" EXIT);
USER_CODE(trap_flag, "pushf\n orl $0x100, (%esp)\n popf\n nop\n nop\n" EXIT);
USER_CODE(nested_task, "pushf\n orl $0x4000, (%esp)\n popf\n movl $7, %eax\n int $0x80\n"
                       "movl $5, %ebx\n" EXIT);

static char *code, *stack;

static void prepare(struct usermode *user, const char *start, const char *end, uint32_t argument)
{
    usermode_protect(code, 1, true, false);
    memcpy(code, start, end - start);
    usermode_protect(code, 1, false, true);
    *user = (struct usermode){
        .entry = (uintptr_t)code,
        .stack_top = (uintptr_t)stack + PAGE_SIZE,
        .argument = argument,
    };
}

#define PREPARE(user, name, argument) prepare(user, name, name##_end, argument)

/* The exception must end the ring 3 code and leave the kernel unchanged. */
static void must_fault(const char *what, struct usermode *user, unsigned int vector)
{
    int result = usermode_run(user);

    if (result != -EFAULT || user->vector != vector)
        printf("%s: %d, vector %u, error code %x, at %x\n", what, result, user->vector,
               (unsigned int)user->error_code, (unsigned int)(user->instruction - (uintptr_t)code));
    CHECK_EQUAL(result, -EFAULT);
    CHECK_EQUAL(user->vector, vector);
    CHECK(strcmp(secret, "kernel") == 0);
    CHECK_EQUAL(thread_local, 77);
}

#define MUST_FAULT(name, argument, vector)              \
    do {                                                \
        struct usermode user;                           \
        PREPARE(&user, name, argument);                 \
        must_fault(#name, &user, vector);               \
    } while (0)

static uint32_t sum_call(struct usermode *user, const struct usermode_call *call)
{
    (*(unsigned int *)user->data)++;
    CHECK_EQUAL(thread_local, 77);
    return call->number * 100 + call->arguments[0] + call->arguments[1] + call->arguments[2] +
           call->arguments[3] + call->arguments[4];
}

static void check_calls(void)
{
    struct usermode user;
    unsigned int calls = 0;

    PREPARE(&user, answer, 41);
    CHECK_EQUAL(usermode_run(&user), 0);
    CHECK_EQUAL(user.result, 42);
    PREPARE(&user, push, 0);
    CHECK_EQUAL(usermode_run(&user), 0);
    CHECK_EQUAL(user.result, 1234);
    PREPARE(&user, ask, 0);
    user.call = sum_call;
    user.data = &calls;
    CHECK_EQUAL(usermode_run(&user), 0);
    CHECK_EQUAL(user.result, 715 + 5);
    CHECK_EQUAL(calls, 1);
    PREPARE(&user, ask, 0);
    CHECK_EQUAL(usermode_run(&user), 0);
    CHECK_EQUAL(user.result, (uint32_t)-ENOSYS + 5);
    PREPARE(&user, nested_task, 0);
    CHECK_EQUAL(usermode_run(&user), 0);
    CHECK_EQUAL(user.result, 5);
}

static void check_reach(void)
{
    struct usermode user;

    MUST_FAULT(read_at, (uintptr_t)secret, TRAP_PAGE_FAULT);
    MUST_FAULT(write_at, (uintptr_t)secret, TRAP_PAGE_FAULT);
    MUST_FAULT(jump_to, (uintptr_t)&test, TRAP_PAGE_FAULT);
    MUST_FAULT(read_at, 0, TRAP_PAGE_FAULT);
    MUST_FAULT(write_at, (uintptr_t)code, TRAP_PAGE_FAULT);
    MUST_FAULT(jump_to, (uintptr_t)stack, TRAP_PAGE_FAULT);
    MUST_FAULT(bad_stack, 0, TRAP_PAGE_FAULT);
    MUST_FAULT(kernel_stack, (uintptr_t)secret + 16, TRAP_PAGE_FAULT);
    PREPARE(&user, read_at, (uintptr_t)secret);
    usermode_run(&user);
    CHECK_EQUAL(user.fault_address, (uintptr_t)secret);
    CHECK_EQUAL(user.instruction, (uintptr_t)code);
    CHECK_EQUAL(user.error_code, 5);
}

/*
 * Xen's hypercall gate is for ring 1, so ring 3 gets #GP. QEMU 7.2 computes the error
 * code as 16, not 8, times the vector, and Xen then takes the trap for int 4: so
 * either exception will do, but no hypercall may happen.
 */
static void check_hypercall(void)
{
    struct usermode user;

    PREPARE(&user, hypercall, 0);
    CHECK_EQUAL(usermode_run(&user), -EFAULT);
    CHECK(user.vector == TRAP_PROTECTION || user.vector == TRAP_OVERFLOW);
}

static void check_privilege(void)
{
    check_hypercall();
    MUST_FAULT(halt, 0, TRAP_PROTECTION);
    MUST_FAULT(disable, 0, TRAP_PROTECTION);
    MUST_FAULT(bad_segment, 0, TRAP_PROTECTION);
    MUST_FAULT(kernel_segment, 0, TRAP_PROTECTION);
    MUST_FAULT(breakpoint, 0, TRAP_BREAKPOINT);
    MUST_FAULT(overflow, 0, TRAP_OVERFLOW);
    MUST_FAULT(gate_of_bounds, 0, TRAP_PROTECTION);
    MUST_FAULT(gate_of_protection, 0, TRAP_PROTECTION);
    MUST_FAULT(gate_of_page_fault, 0, TRAP_PROTECTION);
    MUST_FAULT(sysenter, 0, TRAP_PROTECTION);
    MUST_FAULT(divide, 0, TRAP_DIVIDE);
    MUST_FAULT(trap_flag, 0, TRAP_DEBUG);
}

/* Makes the time limit expire in the kernel. */
static uint32_t wait_for_the_limit(struct usermode *user, const struct usermode_call *call)
{
    (void)call;
    thread_sleep(2 * user->time_limit);
    return 0;
}

static void check_time_limit(void)
{
    struct usermode user;

    PREPARE(&user, endless, 0);
    user.time_limit = 30000000;
    CHECK_EQUAL(usermode_run(&user), -ETIMEDOUT);
    CHECK_EQUAL(user.instruction, (uintptr_t)code);
    /* The timer's event may come in ring 3 or in the kernel on its behalf. */
    PREPARE(&user, call_forever, 0);
    user.time_limit = 30000000;
    CHECK_EQUAL(usermode_run(&user), -ETIMEDOUT);
    PREPARE(&user, call_forever, 0);
    user.call = wait_for_the_limit;
    user.time_limit = 5000000;
    CHECK_EQUAL(usermode_run(&user), -ETIMEDOUT);
    PREPARE(&user, answer, 1);
    user.time_limit = 1000000000;
    CHECK_EQUAL(usermode_run(&user), 0);
}

/* A handler that interrupts ring 3 sees our thread-local variables, whatever is in gs. */
static int seen_by_timer;

static void look_at_tls(struct timer *timer)
{
    (void)timer;
    seen_by_timer = thread_local;
}

static void check_tls_in_handler(void)
{
    struct timer timer = { .fn = look_at_tls };
    struct usermode user;

    PREPARE(&user, all_memory_as_gs, 20000000);
    timer_set(&timer, time_monotonic() + 1000000);
    CHECK_EQUAL(usermode_run(&user), 0);
    timer_cancel(&timer);
    CHECK_EQUAL(seen_by_timer, 77);
}

static void check_bad_arguments(void)
{
    struct usermode user;

    PREPARE(&user, answer, 0);
    user.entry = (uintptr_t)&test;
    CHECK_EQUAL(usermode_run(&user), -EINVAL);
    PREPARE(&user, answer, 0);
    user.stack_top = (uintptr_t)secret;
    CHECK_EQUAL(usermode_run(&user), -EINVAL);
    CHECK_EQUAL(usermode_protect(code, 1, true, true), -EINVAL);
}

/* A system call that itself runs ring 3: the entry stack must nest and be restored. */
static uint32_t run_inner(struct usermode *user, const struct usermode_call *call)
{
    static char *inner_code, *inner_stack;
    struct usermode inner;

    (void)call;
    inner_code = usermode_alloc(1);
    inner_stack = usermode_alloc(1);
    memcpy(inner_code, answer, answer_end - answer);
    usermode_protect(inner_code, 1, false, true);
    inner = (struct usermode){ .entry = (uintptr_t)inner_code, .argument = 20,
                               .stack_top = (uintptr_t)inner_stack + PAGE_SIZE };
    *(int *)user->data = usermode_run(&inner);
    usermode_free(inner_code, 1);
    usermode_free(inner_stack, 1);
    return inner.result;
}

static void check_nesting(void)
{
    struct usermode user;
    int inner_result = -1;

    PREPARE(&user, ask, 0);
    user.call = run_inner;
    user.data = &inner_result;
    CHECK_EQUAL(usermode_run(&user), 0);
    CHECK_EQUAL(inner_result, 0);
    CHECK_EQUAL(user.result, 21 + 5);
}

/* Two threads in ring 3 at once, long enough to be switched in the middle. */
static void *spin_thread(void *unused)
{
    char *own_code = usermode_alloc(1), *own_stack = usermode_alloc(1);
    struct usermode user = { .entry = (uintptr_t)own_code, .argument = 3000000,
                             .stack_top = (uintptr_t)own_stack + PAGE_SIZE };

    (void)unused;
    memcpy(own_code, spin_and_count, spin_and_count_end - spin_and_count);
    usermode_protect(own_code, 1, false, true);
    CHECK_EQUAL(usermode_run(&user), 0);
    CHECK_EQUAL(thread_local, 77);
    usermode_free(own_code, 1);
    usermode_free(own_stack, 1);
    return (void *)(uintptr_t)user.result;
}

static void check_threads(void)
{
    struct thread *threads[3];
    void *result;
    int i;

    for (i = 0; i < 3; i++)
        threads[i] = thread_create("spin", spin_thread, NULL, 16384, THREAD_PRIORITY_DEFAULT);
    for (i = 0; i < 3; i++) {
        thread_join(threads[i], &result);
        CHECK_EQUAL((uintptr_t)result, 3000000);
    }
}

void test(void)
{
    code = usermode_alloc(1);
    stack = usermode_alloc(1);
    if (!CHECK(code && stack))
        return;
    check_calls();
    check_reach();
    check_privilege();
    check_time_limit();
    check_tls_in_handler();
    check_bad_arguments();
    check_nesting();
    check_threads();
    usermode_free(code, 1);
    usermode_free(stack, 1);
}
