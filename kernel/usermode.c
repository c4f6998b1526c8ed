/*
 * Running code in ring 3: its limits, its calls, its end.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <arch/irqflags.h>
#include <arch/pagetable.h>
#include <arch/usermode.h>
#include <diag/panic.h>
#include <kernel/time.h>
#include <kernel/usermode.h>
#include <kernel/wait.h>
#include <lib/util.h>
#include <mm/map.h>
#include "thread_private.h"

/* One for each usermode_run() under way; the thread points to the innermost. */
struct usermode_state {
    struct fpu_state fpu;       /* the thread's, while ring 3 has its own */
    struct fpu_state fpu_of_ring_3;     /* during a system call */
    struct thread *thread;
    struct usermode *user;
    struct usermode_state *outer;
    uintptr_t back;             /* where usermode_leave() continues */
    uintptr_t outer_kernel_stack;
    uint64_t outer_deadline;
};

static struct usermode_state *usermode_innermost(void)
{
    struct usermode_state *state = thread_current()->usermode;

    if (!state)
        panic("ring 3 runs in thread %s without usermode_run()", thread_name(thread_current()));
    return state;
}

static void limit_reached(struct timer *timer)
{
    container_of(timer, struct thread, usermode_limit)->usermode_time_is_up = true;
}

/*
 * The thread's runs have one timer, set for the earliest of their ends: it ends the innermost, and
 * the next one as soon as its system call is over.
 */
static void set_deadline(struct thread *thread, uint64_t deadline)
{
    timer_cancel(&thread->usermode_limit);
    thread->usermode_deadline = deadline;
    thread->usermode_time_is_up = false;
    thread->usermode_limit.fn = limit_reached;
    if (deadline != WAIT_FOREVER)
        timer_set(&thread->usermode_limit, deadline);
}

static void begin_run(struct usermode_state *state, struct usermode *user)
{
    struct thread *thread = thread_current();
    uint64_t limit = user->time_limit, deadline = limit ? deadline_after(limit) : WAIT_FOREVER;

    state->thread = thread;
    state->user = user;
    state->outer = thread->usermode;
    state->outer_kernel_stack = context_kernel_stack(&thread->context);
    state->outer_deadline = state->outer ? thread->usermode_deadline : WAIT_FOREVER;
    thread->usermode = state;
    set_deadline(thread, MIN(deadline, state->outer_deadline));
}

static void end_run(struct usermode_state *state)
{
    struct thread *thread = state->thread;

    thread->usermode = state->outer;
    set_deadline(thread, state->outer_deadline);
    context_restore_kernel_stack(&thread->context, state->outer_kernel_stack);
}

/* Of two stacks, the thread's own and a signal handler's, the latter is the inner one. */
static bool is_left(const struct usermode_state *state, uintptr_t stack)
{
    bool of_thread = thread_owns_stack((uintptr_t)state);

    if (of_thread != thread_owns_stack(stack))
        return !of_thread;
    return (uintptr_t)state < stack;
}

void usermode_jump_to(uintptr_t stack)
{
    struct usermode_state *state;

    while ((state = thread_current()->usermode) && is_left(state, stack))
        end_run(state);
}

/* The function may compute, so it has the thread's FPU state, and ring 3's comes back after it. */
static uint32_t call_for_ring_3(struct usermode_state *state, const struct usermode_call *call)
{
    uint32_t answer;

    fpu_save(&state->fpu_of_ring_3);
    fpu_load(&state->fpu);
    answer = state->user->call(state->user, call);
    fpu_load(&state->fpu_of_ring_3);
    return answer;
}

static void system_call(struct usermode_state *state, struct trap_frame *frame)
{
    struct usermode *user = state->user;
    struct usermode_call call = {
        .number = usermode_call_number(frame),
        .arguments = USERMODE_CALL_ARGUMENTS(frame),
    };

    if (call.number == USERMODE_EXIT) {
        user->result = call.arguments[0];
        usermode_leave(state->back, 0);
    }
    usermode_answer(frame, user->call ? call_for_ring_3(state, &call) : (uint32_t)-ENOSYS);
}

static void __attribute__((noreturn)) out_of_time(struct usermode_state *state,
                                                  const struct trap_frame *frame)
{
    state->user->instruction = trap_instruction(frame);
    usermode_leave(state->back, -ETIMEDOUT);
}

/* Runs before any handler, which may use thread-local variables: their base is still ring 3's. */
void usermode_entry(void)
{
    context_reload_tls(&thread_current()->context);
}

void usermode_trap(struct trap_frame *frame)
{
    struct usermode_state *state = usermode_innermost();

    if (frame->vector == TRAP_SYSTEM_CALL) {
        system_call(state, frame);
        if (state->thread->usermode_time_is_up)     /* the event may have come during the call */
            out_of_time(state, frame);
        return;
    }
    state->user->vector = frame->vector;
    state->user->error_code = frame->error;
    state->user->instruction = trap_instruction(frame);
    state->user->fault_address =
        frame->vector == TRAP_PAGE_FAULT ? trap_fault_address() : 0;
    usermode_leave(state->back, -EFAULT);
}

void usermode_event(struct trap_frame *frame)
{
    struct usermode_state *state = usermode_innermost();

    if (state->thread->usermode_time_is_up)
        out_of_time(state, frame);
}

static bool user_page(uintptr_t va, pte_t wanted)
{
    return (pagetable_lookup(va) & wanted) == wanted;
}

static int run_ring_3(struct usermode_state *state)
{
    struct thread *thread = state->thread;
    struct usermode *user = state->user;
    int result = -ETIMEDOUT;

    events_mask();
    user->instruction = user->entry;
    if (!thread->usermode_time_is_up) {         /* no event would tell ring 3 */
        fpu_save(&state->fpu);
        result = usermode_enter(&thread->context, &state->back, user->entry, user->stack_top,
                                user->argument);
        fpu_load(&state->fpu);
    }
    events_unmask();
    return result;
}

int usermode_run(struct usermode *user)
{
    struct usermode_state state;
    int result;

    if (!user_page(user->entry, PTE_PRESENT | PTE_USER) ||
        !user_page(user->stack_top - 1, PTE_PRESENT | PTE_USER | PTE_WRITE))
        return -EINVAL;
    begin_run(&state, user);
    result = run_ring_3(&state);
    end_run(&state);
    return result;
}

void *usermode_alloc(size_t pages)
{
    void *start = map_alloc(pages, PTE_READ_WRITE | PTE_USER);

    if (start)
        memset(start, 0, pages * PAGE_SIZE);
    return start;
}

int usermode_protect(void *start, size_t pages, bool writable, bool executable)
{
    pte_t flags = PTE_USER | (executable ? PTE_EXECUTE : writable ? PTE_READ_WRITE
                                                                  : PTE_READ_ONLY);
    size_t i;

    if (writable && executable)
        return -EINVAL;
    for (i = 0; i < pages; i++)         /* ring 3 would get access to a page of the kernel */
        if (!user_page((uintptr_t)start + i * PAGE_SIZE, PTE_PRESENT | PTE_USER))
            return -EFAULT;
    return pagetable_protect((uintptr_t)start, pages, flags);
}

void usermode_free(void *start, size_t pages)
{
    map_free(start, pages);
}
