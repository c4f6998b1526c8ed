/*
 * Threads, as far as the CPU is concerned.
 *
 * A TLS block, as the compiler expects it (variant II, local-exec):
 *
 *     block            base
 *     | .tdata | .tbss | base |        %gs:0 holds base itself,
 *                                      a variable lies at %gs:-n
 */
/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <arch/context.h>
#include <arch/segments.h>

extern const char tls_start[], tls_data_end[], tls_end[];

void switch_stacks(void **save, void *load);
void thread_entry(void);

void context_init(struct arch_context *context, uintptr_t stack_top,
                  void *(*function)(void *), void *argument)
{
    /* What switch_stacks() pops: edi, esi, ebx, ebp, return address. */
    uint32_t *stack = (uint32_t *)(stack_top & ~(uintptr_t)15) - 5;

    stack[0] = 0;
    stack[1] = (uint32_t)argument;
    stack[2] = (uint32_t)function;
    stack[3] = 0;
    stack[4] = (uint32_t)thread_entry;
    context->stack = stack;
}

void context_switch(struct arch_context *from, struct arch_context *to)
{
    bool new_tls;

    from->lazy = lazy_swap((struct lazy_state){ { 0 } });
    lazy_begin(LAZY_CPU);
    new_tls = to->tls && segments_set_tls(to->tls);
    lazy_end(LAZY_CPU);
    lazy_swap(to->lazy);
    if (new_tls)
        segments_load_tls();
    switch_stacks(&from->stack, to->stack);
}

size_t tls_block_size(void)
{
    size_t size = tls_end - tls_start;

    return size ? size + sizeof(uintptr_t) : 0;
}

uintptr_t tls_block_init(void *block)
{
    size_t data = tls_data_end - tls_start, all = tls_end - tls_start;
    uintptr_t *base = (uintptr_t *)((char *)block + all);

    memcpy(block, tls_start, data);
    memset((char *)block + data, 0, all - data);
    *base = (uintptr_t)base;
    return (uintptr_t)base;
}
