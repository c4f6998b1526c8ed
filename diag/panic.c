/*
 * Panic: the report, and the end of the domain.
 */
/* SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <arch/irqflags.h>
#include <arch/setup.h>
#include <diag/log.h>
#include <diag/panic.h>
#include <hypercall/sched.h>
#include <kernel/lock.h>
#include <kernel/thread.h>
#include <lib/format.h>

/* Named, so that a core dump of the guest shows the reason. */
char panic_text[LOG_LINE_MAX];

static PER_CPU unsigned int panicking;

bool panic_has_begun(void)
{
    return this_cpu(panicking);
}

/* What the report shows: a trap's frame, or a place in the code. */
struct origin {
    const struct trap_frame *frame;
    uintptr_t code, stack;
};

static void __attribute__((noreturn))
end(const struct origin *origin, const char *form, va_list args)
{
    events_mask();
    /* A panic inside a panic: the last way out needs nothing but Xen. */
    if (this_cpu(panicking)++)
        sched_shutdown(SHUTDOWN_crash);

    if (LOCK_TIME)
        lock_time_is(LOCK_TIME_PANIC);
    format(panic_text, sizeof(panic_text), form, args);
    log_printf("\npanic: %s\n", panic_text);
    log_printf("vcpu %u, thread %s\n", arch_vcpu(), thread_name(thread_current()));
    if (origin->frame)
        trap_dump(origin->frame);
    else if (origin->code)
        backtrace_from(origin->code, origin->stack);
    else
        backtrace_here();
    kernel_unlock_masked();
    if (LOCK_TIME)
        lock_time_report();
    log_drain();
    sched_shutdown(SHUTDOWN_crash);
}

void panic(const char *form, ...)
{
    va_list args;

    va_start(args, form);
    end(&(struct origin){ NULL, 0, 0 }, form, args);
}

void panic_trap(const struct trap_frame *frame, const char *form, ...)
{
    va_list args;

    va_start(args, form);
    end(&(struct origin){ frame, 0, 0 }, form, args);
}

void panic_from(uintptr_t code, uintptr_t stack, const char *form, ...)
{
    va_list args;

    va_start(args, form);
    end(&(struct origin){ NULL, code, stack }, form, args);
}
