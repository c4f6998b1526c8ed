/*
 * sigaltstack(): another stack for the handlers that ask for it.
 */
/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <lib/answer.h>
#include <posix/signal_core.h>

int sigaltstack(const stack_t *restrict stack, stack_t *restrict old)
{
    struct thread_signals *own = thread_signals(thread_current());
    bool in_use = thread_on_signal_stack();

    if (stack && in_use)
        return answer(-EPERM);
    if (stack && stack->ss_flags & ~SS_DISABLE)
        return answer(-EINVAL);
    if (stack && !(stack->ss_flags & SS_DISABLE) && stack->ss_size < MINSIGSTKSZ)
        return answer(-ENOMEM);
    if (old)
        *old = (stack_t){
            .ss_sp = own->stack,
            .ss_size = own->stack_size,
            .ss_flags = in_use ? SS_ONSTACK : own->stack_size ? 0 : SS_DISABLE,
        };
    if (stack) {
        own->stack = stack->ss_sp;
        own->stack_size = stack->ss_flags & SS_DISABLE ? 0 : stack->ss_size;
    }
    return 0;
}
