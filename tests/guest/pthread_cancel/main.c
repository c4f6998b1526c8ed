/*
 * Cancellation: a cancelled thread ends at cancellation points and nowhere else. Its
 * cleanup handlers run, it holds its mutex again, and it loses nothing that it had
 * received. POSIX semaphores and spin locks are tested here too.
 */
/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <string.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>
#define VERDICT_LEAK_ALLOWED (8 * 4096)
#include <verdict.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t news = PTHREAD_COND_INITIALIZER;
static pthread_t sleeper;
static sem_t none;
static volatile unsigned int cleaned, order, past;

static void clean(void *unused)
{
    (void)unused;
    cleaned++;
}

/* --- each point, with the thread asleep in it ------------------------------------- */

static void give_back_lock(void *unused)
{
    (void)unused;
    cleaned++;
    CHECK_EQUAL(pthread_mutex_unlock(&lock), 0);       /* EPERM if it did not hold it */
}

static void *in_condition(void *unused)
{
    pthread_mutex_lock(&lock);
    pthread_cleanup_push(give_back_lock, NULL);
    pthread_cond_wait(&news, &lock);
    past++;
    pthread_cleanup_pop(1);
    return unused;
}

static void *in_timed_condition(void *unused)
{
    struct timespec time;

    clock_gettime(CLOCK_REALTIME, &time);
    time.tv_sec += 100;
    pthread_mutex_lock(&lock);
    pthread_cleanup_push(give_back_lock, NULL);
    pthread_cond_timedwait(&news, &lock, &time);
    past++;
    pthread_cleanup_pop(1);
    return unused;
}

static void *in_sleep(void *unused)
{
    static const struct timespec long_time = { 100, 0 };

    pthread_cleanup_push(clean, NULL);
    nanosleep(&long_time, NULL);
    past++;
    pthread_cleanup_pop(1);
    return unused;
}

static void *in_join(void *unused)
{
    pthread_cleanup_push(clean, NULL);
    pthread_join(sleeper, NULL);
    past++;
    pthread_cleanup_pop(1);
    return unused;
}

static void *in_semaphore(void *unused)
{
    pthread_cleanup_push(clean, NULL);
    sem_wait(&none);
    past++;
    pthread_cleanup_pop(1);
    return unused;
}

static void *in_read(void *unused)
{
    char c;

    pthread_cleanup_push(clean, NULL);
    read(STDIN_FILENO, &c, 1);
    past++;
    pthread_cleanup_pop(1);
    return unused;
}

/* A pipe without any writes. */
static int nothing[2];

static void *in_pipe(void *unused)
{
    struct iovec part = { nothing, 1 };

    pthread_cleanup_push(clean, NULL);
    readv(nothing[0], &part, 1);
    past++;
    pthread_cleanup_pop(1);
    return unused;
}

static void *in_open(void *unused)
{
    pthread_cleanup_push(clean, NULL);
    open("/tmp/alone", O_RDONLY);
    past++;
    pthread_cleanup_pop(1);
    return unused;
}

static void *in_poll(void *unused)
{
    struct pollfd one = { nothing[0], POLLIN, 0 };

    pthread_cleanup_push(clean, NULL);
    poll(&one, 1, -1);
    past++;
    pthread_cleanup_pop(1);
    return unused;
}

static void *in_select(void *unused)
{
    fd_set set;

    pthread_cleanup_push(clean, NULL);
    FD_ZERO(&set);
    FD_SET(nothing[0], &set);
    select(nothing[0] + 1, &set, NULL, NULL, NULL);
    past++;
    pthread_cleanup_pop(1);
    return unused;
}

static void *in_pause(void *unused)
{
    pthread_cleanup_push(clean, NULL);
    pause();
    past++;
    pthread_cleanup_pop(1);
    return unused;
}

static void *in_sigsuspend(void *unused)
{
    sigset_t mask;

    pthread_cleanup_push(clean, NULL);
    sigfillset(&mask);
    sigsuspend(&mask);
    past++;
    pthread_cleanup_pop(1);
    return unused;
}

static void *in_sigwait(void *unused)
{
    sigset_t set;
    int signal;

    pthread_cleanup_push(clean, NULL);
    sigemptyset(&set);
    sigaddset(&set, SIGUSR2);
    sigwait(&set, &signal);
    past++;
    pthread_cleanup_pop(1);
    return unused;
}

static void *in_testcancel(void *unused)
{
    pthread_cleanup_push(clean, NULL);
    for (;;) {
        sched_yield();
        pthread_testcancel();
    }
    pthread_cleanup_pop(1);
    return unused;
}

static void *in_write(void *unused)
{
    pthread_cleanup_push(clean, NULL);
    for (;;) {
        sched_yield();
        write(STDOUT_FILENO, "", 0);
    }
    pthread_cleanup_pop(1);
    return unused;
}

static void pause_ms(long ms)
{
    struct timespec time = { 0, ms * 1000000 };

    nanosleep(&time, NULL);
}

static void check_point(const char *name, void *(*function)(void *), bool asleep)
{
    unsigned int before = cleaned;
    void *result = NULL;
    pthread_t thread;

    CHECK_EQUAL(pthread_create(&thread, NULL, function, NULL), 0);
    if (asleep)
        pause_ms(20);
    pthread_mutex_lock(&lock);          /* a wait with this mutex must take it again first */
    CHECK_EQUAL(pthread_cancel(thread), 0);
    pause_ms(5);
    pthread_mutex_unlock(&lock);
    CHECK_EQUAL(pthread_join(thread, &result), 0);
    if (result != PTHREAD_CANCELED || cleaned != before + 1 || past) {
        CHECK(!"cancelled");
        printf("%s %s: %p, cleaned %u, past %u\n", name, asleep ? "asleep" : "before", result,
               cleaned - before, past);
    }
}

static void check_points(void)
{
    static const struct {
        const char *name;
        void *(*function)(void *);
    } points[] = {
        { "pthread_cond_wait", in_condition }, { "pthread_cond_timedwait", in_timed_condition },
        { "nanosleep", in_sleep }, { "pthread_join", in_join }, { "sem_wait", in_semaphore },
        { "read", in_read }, { "pthread_testcancel", in_testcancel }, { "write", in_write },
        { "readv", in_pipe }, { "open", in_open }, { "poll", in_poll }, { "select", in_select }, { "pause", in_pause },
        { "sigsuspend", in_sigsuspend }, { "sigwait", in_sigwait },
    };
    unsigned int i;

    CHECK_EQUAL(pipe(nothing), 0);
    CHECK_EQUAL(mkfifo("/tmp/alone", 0600), 0);
    CHECK_EQUAL(pthread_create(&sleeper, NULL, in_sleep, NULL), 0);
    for (i = 0; i < sizeof(points) / sizeof(points[0]); i++) {
        check_point(points[i].name, points[i].function, true);
        check_point(points[i].name, points[i].function, false);
    }
    CHECK_EQUAL(pthread_cancel(sleeper), 0);
    CHECK_EQUAL(pthread_join(sleeper, NULL), 0);        /* no cancelled thread has joined it */
    CHECK_EQUAL(pthread_mutex_trylock(&lock), 0);
    pthread_mutex_unlock(&lock);
    CHECK(open("/tmp/alone", O_WRONLY | O_NONBLOCK) == -1 && errno == ENXIO);
    unlink("/tmp/alone");
}

/* A handler with cancellation points of its own runs in the call, which then goes on. */
static volatile unsigned int handled;

static void handle(int signal)
{
    (void)signal;
    pause_ms(1);
    handled++;
}

static void check_after_handler(void)
{
    void *result = NULL;
    pthread_t thread;

    signal(SIGUSR1, handle);
    CHECK_EQUAL(pthread_create(&thread, NULL, in_pipe, NULL), 0);
    pause_ms(10);
    CHECK_EQUAL(pthread_kill(thread, SIGUSR1), 0);
    while (!handled)
        pause_ms(5);
    pause_ms(5);
    CHECK_EQUAL(pthread_cancel(thread), 0);
    CHECK_EQUAL(pthread_join(thread, &result), 0);
    CHECK(result == PTHREAD_CANCELED && !past);
    CHECK(!close(nothing[0]) && !close(nothing[1]));
}

/* --- where it does not end ------------------------------------------------------------ */

static volatile unsigned int went_on;

/* A mutex is no cancellation point; while cancellation is disabled no call is one. */
static void *stubborn(void *unused)
{
    int old = -1;

    CHECK_EQUAL(pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &old), 0);
    CHECK_EQUAL(old, PTHREAD_CANCEL_ENABLE);
    pause_ms(20);
    pthread_testcancel();
    went_on = 1;
    CHECK_EQUAL(pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, &old), 0);
    CHECK_EQUAL(old, PTHREAD_CANCEL_DISABLE);
    CHECK_EQUAL(pthread_mutex_lock(&lock), 0);
    went_on = 2;
    printf("stdio is none either\n");
    went_on = 3;
    pthread_mutex_unlock(&lock);
    pthread_testcancel();
    went_on = 4;
    return unused;
}

static void check_elsewhere(void)
{
    void *result = NULL;
    pthread_t thread;

    pthread_mutex_lock(&lock);
    CHECK_EQUAL(pthread_create(&thread, NULL, stubborn, NULL), 0);
    sched_yield();
    CHECK_EQUAL(pthread_cancel(thread), 0);
    pause_ms(40);
    CHECK_EQUAL(went_on, 1);
    pthread_mutex_unlock(&lock);
    CHECK_EQUAL(pthread_join(thread, &result), 0);
    CHECK_EQUAL(went_on, 3);
    CHECK(result == PTHREAD_CANCELED);
}

/* A semaphore's unit that arrived before the cancellation is kept. */
static void *take_unit(void *unused)
{
    sem_wait(&none);
    went_on = 10;
    pthread_testcancel();
    went_on = 11;
    return unused;
}

static void check_nothing_lost(void)
{
    void *result = NULL;
    pthread_t thread;
    int value = -1;

    CHECK_EQUAL(pthread_create(&thread, NULL, take_unit, NULL), 0);
    pause_ms(10);
    CHECK_EQUAL(sem_post(&none), 0);            /* the thread is awake but has not run */
    CHECK_EQUAL(pthread_cancel(thread), 0);
    CHECK_EQUAL(pthread_join(thread, &result), 0);
    CHECK_EQUAL(went_on, 10);
    CHECK(result == PTHREAD_CANCELED);
    CHECK_EQUAL(sem_getvalue(&none, &value), 0);
    CHECK_EQUAL(value, 0);
}

/* --- cleanup handlers ------------------------------------------------------------------ */

static void note(void *number)
{
    order = order * 10 + (unsigned int)(intptr_t)number;
}

static void *push_three(void *exits)
{
    pthread_cleanup_push(note, (void *)1);
    pthread_cleanup_push(note, (void *)2);
    pthread_cleanup_push(note, (void *)3);
    pthread_cleanup_pop(0);
    if (exits)
        pthread_exit((void *)7);
    pthread_cleanup_pop(1);
    pthread_cleanup_pop(0);
    return NULL;
}

static void check_handlers(void)
{
    void *result = NULL;
    pthread_t thread;

    order = 0;
    push_three(NULL);
    CHECK_EQUAL(order, 2);
    order = 0;
    CHECK_EQUAL(pthread_create(&thread, NULL, push_three, &thread), 0);
    CHECK_EQUAL(pthread_join(thread, &result), 0);
    CHECK_EQUAL((intptr_t)result, 7);
    CHECK_EQUAL(order, 21);
}

/* --- errors ---------------------------------------------------------------------------- */

static void check_errors(void)
{
    int old = -1;

    CHECK_EQUAL(pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, &old), ENOTSUP);
    CHECK_EQUAL(pthread_setcanceltype(5, &old), EINVAL);
    CHECK_EQUAL(old, -1);
    CHECK_EQUAL(pthread_setcanceltype(PTHREAD_CANCEL_DEFERRED, &old), 0);
    CHECK_EQUAL(old, PTHREAD_CANCEL_DEFERRED);
    CHECK_EQUAL(pthread_setcancelstate(5, &old), EINVAL);
}

/* --- semaphores -------------------------------------------------------------------------- */

static void check_semaphores(void)
{
    struct timespec past_time = { 1, 0 }, wrong = { 1, 1000000000 }, soon;
    sem_t semaphore;
    int value = -1;

    CHECK(sem_init(&semaphore, 1, 0) == -1 && errno == ENOSYS);
    CHECK(sem_init(&semaphore, 0, SEM_VALUE_MAX + 1U) == -1 && errno == EINVAL);
    CHECK_EQUAL(sem_init(&semaphore, 0, 1), 0);
    CHECK_EQUAL(sem_timedwait(&semaphore, &wrong), 0);
    CHECK(sem_timedwait(&semaphore, &wrong) == -1 && errno == EINVAL);
    CHECK(sem_timedwait(&semaphore, &past_time) == -1 && errno == ETIMEDOUT);
    CHECK(sem_trywait(&semaphore) == -1 && errno == EAGAIN);
    clock_gettime(CLOCK_REALTIME, &soon);
    soon.tv_sec++;
    CHECK(sem_timedwait(&semaphore, &soon) == -1 && errno == ETIMEDOUT);
    CHECK_EQUAL(sem_post(&semaphore), 0);
    CHECK_EQUAL(sem_post(&semaphore), 0);
    CHECK_EQUAL(sem_getvalue(&semaphore, &value), 0);
    CHECK_EQUAL(value, 2);
    CHECK_EQUAL(sem_trywait(&semaphore), 0);
    CHECK_EQUAL(sem_destroy(&semaphore), 0);
    CHECK_EQUAL(sem_init(&semaphore, 0, SEM_VALUE_MAX), 0);
    CHECK(sem_post(&semaphore) == -1 && errno == EOVERFLOW);
}

/* --- spin locks, names --------------------------------------------------------------------- */

static pthread_spinlock_t spin;

static void *take_spin(void *unused)
{
    CHECK_EQUAL(pthread_spin_trylock(&spin), EBUSY);
    CHECK_EQUAL(pthread_spin_unlock(&spin), EPERM);
    CHECK_EQUAL(pthread_spin_lock(&spin), 0);
    went_on = 20;
    CHECK_EQUAL(pthread_spin_unlock(&spin), 0);
    return unused;
}

static void check_spin(void)
{
    pthread_t thread;

    CHECK_EQUAL(pthread_spin_init(&spin, PTHREAD_PROCESS_SHARED), ENOTSUP);
    CHECK_EQUAL(pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE), 0);
    CHECK_EQUAL(pthread_spin_lock(&spin), 0);
    CHECK_EQUAL(pthread_spin_lock(&spin), EDEADLK);
    CHECK_EQUAL(pthread_spin_destroy(&spin), EBUSY);
    CHECK_EQUAL(pthread_create(&thread, NULL, take_spin, NULL), 0);
    pause_ms(10);
    CHECK(went_on != 20);
    CHECK_EQUAL(pthread_spin_unlock(&spin), 0);
    CHECK_EQUAL(pthread_join(thread, NULL), 0);
    CHECK_EQUAL(went_on, 20);
    CHECK_EQUAL(pthread_spin_destroy(&spin), 0);
}

static void check_names(void)
{
    char name[16];

    CHECK_EQUAL(pthread_setname_np(pthread_self(), "sixteen letters!"), ERANGE);
    CHECK_EQUAL(pthread_setname_np(pthread_self(), "fifteen letters"), 0);
    CHECK_EQUAL(pthread_getname_np(pthread_self(), name, 15), ERANGE);
    CHECK_EQUAL(pthread_getname_np(pthread_self(), name, 16), 0);
    CHECK(!strcmp(name, "fifteen letters"));
}

void test(void)
{
    sem_init(&none, 0, 0);
    check_points();
    check_after_handler();
    check_elsewhere();
    check_nothing_lost();
    check_handlers();
    check_errors();
    check_semaphores();
    check_spin();
    check_names();
}
