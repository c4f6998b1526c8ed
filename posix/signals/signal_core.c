/*
 * Signals: which thread gets one, and when its handler runs.
 *
 * A handler runs as a function call: in the thread that raises the signal, caused the
 * fault or unblocks the signal; in a thread that waits in an interruptible call; or else,
 * for the process, in a worker thread. A thread that computes or waits for a lock is not
 * interrupted: it could be anywhere in the kernel, which shares the address space, and
 * the handler would find a half-made change there.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/ucontext.h>
#include <arch/context.h>
#include <kernel/cancel.h>
#include <kernel/lock.h>
#include <kernel/wait.h>
#include <posix/process.h>
#include <posix/signal_core.h>

#define WORKER_STACK    16384
#define WORKER_PRIORITY (THREAD_PRIORITY_DEFAULT + 1)

static struct sigaction actions[NSIG];
static siginfo_t infos[NSIG];           /* of the signals that came for the process */
static uint32_t unclaimed;              /* every thread blocks them so far */
static uint32_t underway;               /* for the process: unclaimed, or given to a thread that has not taken it */
static struct thread *worker;
static struct wait_queue work;

static struct thread_signals *signal_own(void)
{
    return thread_signals(thread_current());
}

struct sigaction *signal_action(int signal)
{
    return &actions[signal];
}

static bool is_ignored(int signal)
{
    _sig_func_ptr handler = actions[signal].sa_handler;

    return handler == SIG_IGN || (handler == SIG_DFL && signal_is_ignored_by_default(signal));
}

/* --- giving it to a thread -------------------------------------------------------- */

static void signal_give(struct thread *thread, int signal)
{
    thread_signals(thread)->given |= SIGNAL_BIT(signal);
    underway |= SIGNAL_BIT(signal);
    if (thread == worker)
        wait_queue_wake_one(&work);
    else
        thread_interrupt(thread);
}

/* A thread in sigwait() for the signal goes first, then one that waits in another call. */
static struct thread *find_waiting(uint32_t bit)
{
    struct thread *thread, *found = NULL;

    for (thread = thread_next(NULL); thread; thread = thread_next(thread)) {
        const struct thread_signals *signals = thread_signals(thread);

        if (!thread_is_interruptible(thread) || thread_is_service(thread))
            continue;
        if (signals->awaited & bit)
            return thread;
        if (!(signals->blocked & bit))
            found = thread;
    }
    return found;
}

static bool somebody_would_have_it(uint32_t bit)
{
    struct thread *thread;

    for (thread = thread_next(NULL); thread; thread = thread_next(thread))
        if (!(thread_signals(thread)->blocked & bit) && !thread_is_service(thread))
            return true;
    return false;
}

bool signal_is_awaited(int signal)
{
    struct thread *thread;

    for (thread = thread_next(NULL); thread; thread = thread_next(thread))
        if (thread_signals(thread)->awaited & SIGNAL_BIT(signal))
            return true;
    return false;
}

static void give_to_somebody(int signal)
{
    uint32_t bit = SIGNAL_BIT(signal);
    struct thread *thread = find_waiting(bit);

    if (thread || somebody_would_have_it(bit))
        signal_give(thread ? thread : worker, signal);
    else
        unclaimed |= bit;
}

bool signal_send(const siginfo_t *info)
{
    int signal = info->si_signo;
    bool unlock = kernel_lock_save(), is_new = !(underway & SIGNAL_BIT(signal));

    if (is_new && (!is_ignored(signal) || find_waiting(SIGNAL_BIT(signal)))) {
        infos[signal] = *info;
        underway |= SIGNAL_BIT(signal);
        give_to_somebody(signal);
    }
    kernel_lock_restore(unlock);
    return is_new;
}

void signal_send_thread(struct thread *thread, int signal)
{
    bool unlock = kernel_lock_save();

    thread_signals(thread)->pending |= SIGNAL_BIT(signal);
    if (SIGNAL_BIT(signal) & (~thread_signals(thread)->blocked | thread_signals(thread)->awaited))
        thread_interrupt(thread);
    kernel_lock_restore(unlock);
}

/* --- taking it --------------------------------------------------------------------- */

static uint32_t all_pending(const struct thread_signals *signals)
{
    return signals->pending | signals->given | unclaimed;
}

int signal_take(uint32_t set, siginfo_t *info)
{
    struct thread_signals *signals = signal_own();
    uint32_t ready = all_pending(signals) & set;
    uint32_t bit = ready & -ready;
    int signal;

    if (!ready)
        return 0;
    signal = __builtin_ctz(ready);
    if (signals->pending & bit) {
        signals->pending &= ~bit;
        *info = (siginfo_t){ .si_signo = signal, .si_code = SI_TKILL, .si_pid = PID };
    } else {
        signals->given &= ~bit;
        unclaimed &= ~bit;
        underway &= ~bit;
        *info = infos[signal];
    }
    return signal;
}

uint32_t signals_pending(void)
{
    return all_pending(signal_own());
}

bool thread_on_signal_stack(void)
{
    uintptr_t here = (uintptr_t)__builtin_frame_address(0), stack = (uintptr_t)signal_own()->stack;

    return here >= stack && here - stack < signal_own()->stack_size;
}

/* --- acting on it ------------------------------------------------------------------- */

struct call {
    struct sigaction action;
    siginfo_t info;
    void *context;
};

static void call_handler(void *data)
{
    struct call *call = data;

    if (call->action.sa_flags & SA_SIGINFO)
        call->action.sa_sigaction(call->info.si_signo, &call->info, call->context);
    else
        call->action.sa_handler(call->info.si_signo);
}

/* On the thread's alternate stack, if it has one and the action asks for it. */
static void call_on_its_stack(struct call *call)
{
    struct thread_signals *signals = signal_own();

    if (!(call->action.sa_flags & SA_ONSTACK) || !signals->stack_size ||
        thread_on_signal_stack()) {
        call_handler(call);
        return;
    }
    context_call_on((uintptr_t)signals->stack + signals->stack_size, call_handler, call);
}

static void run_handler(struct call *call)
{
    uint32_t before = signal_own()->blocked;
    bool at_point = cancel_point_leave();
    int error = errno;

    signal_own()->handled = true;
    signal_own()->blocked |= (uint32_t)call->action.sa_mask & ~SIGNALS_NEVER_BLOCKED;
    if (!(call->action.sa_flags & SA_NODEFER))
        signal_own()->blocked |= SIGNAL_BIT(call->info.si_signo);
    call_on_its_stack(call);
    signal_own()->blocked = before;
    cancel_point_return(at_point);
    errno = error;
}

bool signal_act(const siginfo_t *info, void *context)
{
    int signal = info->si_signo;
    struct call call = { .action = actions[signal], .info = *info, .context = context };

    if (call.action.sa_handler == SIG_DFL)
        signal_default(signal);
    if (call.action.sa_handler == SIG_DFL || call.action.sa_handler == SIG_IGN)
        return true;
    if (call.action.sa_flags & SA_RESETHAND)
        actions[signal].sa_handler = SIG_DFL;
    run_handler(&call);
    return call.action.sa_flags & SA_RESTART;
}

/* Runs at the end of each interruptible call; usually nothing is pending. */
static int take_deliverable(siginfo_t *info)
{
    struct thread_signals *signals = signal_own();
    bool unlock;
    int signal;

    if (!(all_pending(signals) & ~signals->blocked))
        return 0;
    unlock = kernel_lock_save();
    signal = signal_take(~signals->blocked, info);
    kernel_lock_restore(unlock);
    return signal;
}

bool signals_deliver(void)
{
    ucontext_t none;
    bool restart = true;
    siginfo_t info;

    while (take_deliverable(&info)) {
        memset(&none, 0, sizeof(none));
        none.uc_sigmask = signal_own()->blocked;
        restart &= signal_act(&info, &none);
    }
    return restart;
}

void signal_set_mask(uint32_t blocked)
{
    signal_own()->blocked = blocked & ~SIGNALS_NEVER_BLOCKED;
    signals_deliver();
}

/* --- the start ---------------------------------------------------------------------- */

static void *run_for_the_process(void *unused)
{
    (void)unused;
    thread_make_service();
    signal_own()->blocked = 0;
    for (;;) {
        signals_deliver();
        kernel_lock();
        while (!(signal_own()->given & ~signal_own()->blocked))
            wait_queue_sleep(&work, WAIT_FOREVER);
        kernel_unlock();
    }
    return NULL;
}

static void signal_post_to(int signal)
{
    signal_send_thread(thread_current(), signal);
}

/* If the sender itself gets the signal, it is delivered before kill() returns. */
static void signal_machine_send(int signal)
{
    siginfo_t info = { .si_signo = signal, .si_code = SI_USER, .si_pid = PID };
    bool unlock = kernel_lock_save(), mine = !(signal_own()->blocked & SIGNAL_BIT(signal));

    if (!mine || thread_is_service(thread_current())) {
        signal_send(&info);
    } else if (!(underway & SIGNAL_BIT(signal)) && !is_ignored(signal)) {
        infos[signal] = info;
        signal_give(thread_current(), signal);
    }
    kernel_lock_restore(unlock);
    signals_deliver();
}

static const struct signal_machine machine = {
    signal_post_to, signal_machine_send, signals_deliver, signals_pending
};

int signals_use(void)
{
    if (signal_machine)
        return 0;
    worker = thread_create("signals", run_for_the_process, NULL, WORKER_STACK, WORKER_PRIORITY);
    if (!worker)
        return -ENOMEM;
    signal_machine = &machine;
    return 0;
}
