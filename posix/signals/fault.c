/*
 * CPU exceptions become signals: the handler runs in the thread at fault.
 *
 * It runs on top of the exception's frame. So siglongjmp() simply leaves the frame, and
 * returning repeats the instruction with the registers as the handler left them. An
 * exception with events masked, or in an upcall, is the kernel's own and ends in panic.
 */
/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <string.h>
#include <arch/fault.h>
#include <arch/irqflags.h>
#include <events/upcall.h>
#include <posix/signal_core.h>

struct fault {
    siginfo_t info;
    ucontext_t context;
};

static void fault_act(void *data)
{
    struct fault *fault = data;

    signal_act(&fault->info, &fault->context);
}

/* A blocked or unhandled signal ends the program, as the instruction cannot be completed. */
static bool is_handled(int signal)
{
    _sig_func_ptr handler = signal_action(signal)->sa_handler;

    return handler != SIG_DFL && handler != SIG_IGN &&
           !(thread_signals(thread_current())->blocked & SIGNAL_BIT(signal));
}

static bool to_signal(struct trap_frame *frame)
{
    struct fault fault;

    if (frame->masked || events_in_upcall() || !fault_describe(frame, &fault.info) ||
        !is_handled(fault.info.si_signo))
        return false;
    memset(&fault.context, 0, sizeof(fault.context));
    fault.context.uc_sigmask = thread_signals(thread_current())->blocked;
    fault_registers(frame, &fault.context.uc_mcontext);
    events_unmask();
    fault_call(fault_act, &fault);
    events_mask();
    fault_set_registers(frame, &fault.context.uc_mcontext);
    return true;
}

void signal_listen_to_faults(void)
{
    trap_set_last_handler(to_signal);
}
