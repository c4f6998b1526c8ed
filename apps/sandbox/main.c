/*
 * Runs untrusted programs in ring 3, on pages of their own, with one system call
 * that prints. One behaves; the others try what they must not do.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <kernel/usermode.h>

#define PAGE 4096
#define CALL_PRINT 1
#define MILLISECONDS(n) ((n) * 1000ULL * 1000)

/* A program is copied to where it runs, so it is position-independent. eax holds its argument. */
#define PROGRAM(name, ...)                                              \
    extern const char name[], name##_end[];                             \
    __asm__(".pushsection .rodata\n" #name ":\n" __VA_ARGS__ #name "_end:\n.popsection")
#define EXIT "movl $0, %eax\n int $0x80\n"

/* Adds the numbers up to its argument and passes each sum to the kernel to be printed. */
PROGRAM(adder, "movl %eax, %ecx\n xorl %ebx, %ebx\n"
               "1: addl %ecx, %ebx\n movl $1, %eax\n int $0x80\n loop 1b\n" EXIT);
/* Reads at the address in its argument. */
PROGRAM(thief, "movl (%eax), %ebx\n" EXIT);
/* Disables interrupts, which only a kernel may do. */
PROGRAM(usurper, "cli\n" EXIT);
/* Never ends. */
PROGRAM(spinner, "1: jmp 1b\n");

static const char secret[] = "only for ring 1";

static uint32_t answer(struct usermode *user, const struct usermode_call *call)
{
    if (call->number != CALL_PRINT)
        return -1;
    printf("  %s: says %u\n", (const char *)user->data, (unsigned int)call->arguments[0]);
    return 0;
}

static void report(const char *name, int result, const struct usermode *user)
{
    switch (result) {
    case 0:
        printf("%s: ended with %u\n", name, (unsigned int)user->result);
        break;
    case -EFAULT:
        printf("%s: stopped by exception %u\n", name, user->vector);
        break;
    case -ETIMEDOUT:
        printf("%s: stopped, its time was up\n", name);
        break;
    default:
        printf("%s: not run: %s\n", name, strerror(-result));
    }
}

static void run(const char *name, const char *start, const char *end, uint32_t argument)
{
    char *code = usermode_alloc(1), *stack = usermode_alloc(1);
    struct usermode user = {
        .entry = (uintptr_t)code,
        .stack_top = (uintptr_t)stack + PAGE,
        .argument = argument,
        .time_limit = MILLISECONDS(500),
        .call = answer,
        .data = (void *)name,
    };

    if (!code || !stack) {
        printf("%s: no memory\n", name);
        exit(1);
    }
    memcpy(code, start, end - start);
    usermode_protect(code, 1, false, true);
    report(name, usermode_run(&user), &user);
    usermode_free(code, 1);
    usermode_free(stack, 1);
}

int main(void)
{
    run("adder", adder, adder_end, 4);
    run("thief", thief, thief_end, (uintptr_t)secret);
    run("usurper", usurper, usurper_end, 0);
    run("spinner", spinner, spinner_end, 0);
    printf("the secret is still \"%s\"\n", secret);
    return 0;
}
