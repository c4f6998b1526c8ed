/*
 * Programs for ring 3, for tests: written as strings of assembly, copied to a user page.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RING3_H
#define RING3_H

#include <string.h>
#include <arch/pagetable.h>
#include <kernel/usermode.h>

/* It is copied, so it is position-independent. */
#define USER_CODE(name, ...)                                            \
    extern const char name[], name##_end[];                             \
    __asm__(".pushsection .rodata\n" #name ":\n" __VA_ARGS__ "\n" #name "_end:\n.popsection")

#define CALL "movl $7, %eax\n int $0x80\n"
#define EXIT "movl $0, %eax\n int $0x80\n"

struct ring3_pages {
    char *code, *stack;
};

static inline void ring3_open(struct ring3_pages *pages)
{
    pages->code = usermode_alloc(1);
    pages->stack = usermode_alloc(1);
    CHECK(pages->code && pages->stack);
}

static inline void ring3_close(struct ring3_pages *pages)
{
    usermode_free(pages->code, 1);
    usermode_free(pages->stack, 1);
}

static inline struct usermode ring3_program(struct ring3_pages *pages, const char *start,
                                            const char *end)
{
    usermode_protect(pages->code, 1, true, false);
    memcpy(pages->code, start, end - start);
    usermode_protect(pages->code, 1, false, true);
    return (struct usermode){
        .entry = (uintptr_t)pages->code,
        .stack_top = (uintptr_t)pages->stack + PAGE_SIZE,
    };
}

#define RING3_PROGRAM(pages, name) ring3_program(pages, name, name##_end)

#endif
