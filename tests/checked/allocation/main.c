/*
 * Memory may run out at any allocation. With DEBUG=1 the nth one can be made to
 * fail: here a workload over all interfaces runs for n = 1, 2, 3 ... until it makes
 * fewer than n. Each time every call must succeed or report that there is no
 * memory, nothing may leak or be lost (data written to a file can be read), and the
 * guest goes on. (Left out: floating point in printf(), where newlib ends the
 * program without memory.)
 */
/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE             /* asprintf() */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <arch/context.h>
#include <arch/pagetable.h>
#include <diag/failure.h>
#include <drivers/xenstore.h>
#include <events/deferred.h>
#include <kernel/thread.h>
#include <kernel/time.h>
#include <kernel/usermode.h>
#include <mm/frames.h>
#include <mm/grant.h>
#include <mm/map.h>
#include <mm/p2m.h>
/* Things made once and kept: tables, the deferred thread, newlib's buffers. */
#define VERDICT_LEAK_ALLOWED (64 * 4096)
#include <verdict.h>

#define RUNS_MAX 400

/* A step returns 0, or a positive errno. Either way it frees all that it made. */

static void *add_one(void *number)
{
    return (char *)number + 1;
}

static int kernel_thread(void)
{
    struct thread *thread = thread_create("one", add_one, (void *)6, 8192, 10);
    void *result = NULL;

    if (!thread)
        return ENOMEM;
    thread_join(thread, &result);
    CHECK_EQUAL((int)result, 7);
    return 0;
}

static void *local_buffers(void *key)
{
    char text[40];

    snprintf(text, sizeof(text), "%d", 15);
    return (void *)pthread_setspecific(*(pthread_key_t *)key, key);
}

static int posix_thread(void)
{
    pthread_attr_t attributes;
    pthread_key_t key;
    pthread_t thread;
    void *result = NULL;
    int error = pthread_key_create(&key, NULL);

    if (error)
        return error;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 16384);
    error = pthread_create(&thread, &attributes, local_buffers, &key);
    if (!error)
        pthread_join(thread, &result);
    pthread_key_delete(key);
    return error == EAGAIN ? ENOMEM : error ? error : (int)result;
}

static int posix_objects(void)
{
    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
    pthread_rwlock_t rwlock;
    pthread_barrier_t barrier;
    int error = pthread_mutex_lock(&mutex);

    if (!error) {
        pthread_mutex_unlock(&mutex);
        error = pthread_cond_signal(&condition);
    }
    if (!error && !(error = pthread_rwlock_init(&rwlock, NULL))) {
        error = pthread_rwlock_wrlock(&rwlock);
        if (!error)
            pthread_rwlock_unlock(&rwlock);
        pthread_rwlock_destroy(&rwlock);
    }
    if (!error && !(error = pthread_barrier_init(&barrier, NULL, 1))) {
        pthread_barrier_wait(&barrier);
        pthread_barrier_destroy(&barrier);
    }
    pthread_cond_destroy(&condition);
    pthread_mutex_destroy(&mutex);
    return error;
}

static volatile int noted;

static void note(struct deferred_timer *timer)
{
    (void)timer;
    noted = 1;
}

static int deferred(void)
{
    struct deferred_timer timer;
    int error = deferred_timer_init(&timer, note), i;

    if (error)
        return -error;
    noted = 0;
    deferred_timer_set(&timer, time_monotonic() + 1000);
    for (i = 0; i < 1000 && !noted; i++)
        thread_sleep(1000000);
    CHECK(noted);
    deferred_timer_cancel(&timer);
    return 0;
}

static int event(void)
{
    int port = ringlet_event_open(RINGLET_SELF, RINGLET_NEW_PORT), other, error = 0;

    if (port < 0)
        return errno;
    other = ringlet_event_open(RINGLET_SELF, port);
    if (other < 0)
        error = errno;
    else if (ringlet_event_send(other) || ringlet_event_wait(port, NULL))
        error = errno;
    if (other >= 0)
        ringlet_event_close(other);
    ringlet_event_close(port);
    return error;
}

static int grant(void)
{
    grant_ref_t ref;
    grant_handle_t handle;
    void *mapped, *page = grant_page_alloc(DOMID_SELF, GRANT_WRITE, &ref);
    int error;

    if (!page)
        return ENOMEM;
    strcpy(page, "granted");
    error = grant_map(DOMID_SELF, &ref, 1, GRANT_READ, &handle, &mapped);
    if (!error) {
        CHECK(!strcmp(mapped, "granted"));
        CHECK_EQUAL(grant_unmap(mapped, &handle, 1), 0);
    }
    CHECK_EQUAL(grant_page_free(ref, page), 0);
    return -error;
}

static int in_transaction(const struct xenstore_transaction *transaction, void *data)
{
    (void)data;
    return xenstore_write_text(transaction, "data/allocation", "in a transaction");
}

static int store(void)
{
    char text[64];
    int error = xenstore_write_text(NULL, "data/allocation", "here");

    if (error >= 0)
        error = xenstore_read(NULL, "data/allocation", text, sizeof(text));
    if (error >= 0)
        error = xenstore_ls(NULL, "data", text, sizeof(text));
    if (error >= 0)
        error = xenstore_transaction(in_transaction, NULL);
    if (error >= 0)
        error = xenstore_rm(NULL, "data/allocation");
    return error < 0 ? -error : 0;
}

static void changed(struct xenstore_watch *watch, const char *path)
{
    (void)path;
    *(volatile int *)watch->data = true;
}

static int watch(void)
{
    volatile int told = false;
    struct xenstore_watch watch = { .path = "data", .changed = changed, .data = (void *)&told };
    int error = xenstore_watch(&watch), i;

    if (error)
        return -error;
    for (i = 0; i < 1000 && !told; i++)
        thread_sleep(1000000);
    CHECK(told);
    return -xenstore_unwatch(&watch);
}

static int mapping(void)
{
    char *pages = ringlet_map(20 * PAGE_SIZE, RINGLET_READ | RINGLET_WRITE);

    if (!pages)
        return errno;
    CHECK_EQUAL(pages[19 * PAGE_SIZE], 0);
    CHECK_EQUAL(ringlet_unmap(pages, 20 * PAGE_SIZE), 0);
    return 0;
}

/* Maps far from everything else: it needs new page tables, which stay. */
static int tables(void)
{
    uintptr_t high = pagetable_map_end() - 0x400000;
    int error = map_populate(high, 2, PTE_READ_WRITE);

    if (!error)
        map_depopulate(high, 2);
    return -error;
}

static void *segment_thread(void *unused)
{
    static int number = 5;
    int selector = ringlet_segment(3, &number, sizeof(number), RINGLET_READ);

    (void)unused;
    return (void *)(selector < 0 ? errno : 0);
}

static int segment(void)
{
    struct thread *thread = thread_create("segment", segment_thread, NULL, 8192, 10);
    void *result = NULL;

    if (!thread)
        return ENOMEM;
    thread_join(thread, &result);
    return (int)result;
}

static int ring_3(void)
{
    static const char code[] = { 0x31, 0xc0, 0xbb, 0x2a, 0, 0, 0, 0xcd, 0x80 };  /* exit(42) */
    char *text = usermode_alloc(1), *stack = usermode_alloc(1);
    struct usermode user = { .entry = (uintptr_t)text, .stack_top = (uintptr_t)stack + PAGE_SIZE };
    int error = text && stack ? 0 : ENOMEM;

    if (!error) {
        memcpy(text, code, sizeof(code));
        usermode_protect(text, 1, false, true);
        error = -usermode_run(&user);
        CHECK_EQUAL(user.result, 42);
    }
    if (text)
        usermode_free(text, 1);
    if (stack)
        usermode_free(stack, 1);
    return error;
}

static int heap(void)
{
    char *block = malloc(100), *more = realloc(NULL, 3000), *aligned = NULL, *moved;
    int error = block && more ? 0 : errno;

    if (!error && (moved = realloc(more, 300000)))
        more = moved;
    else if (!error)
        error = errno;
    if (!error)
        error = posix_memalign((void **)&aligned, 64, 100);
    free(block);
    free(more);
    free(aligned);
    return error;
}

static int text(void)
{
    char *made = NULL;
    int length = asprintf(&made, "%s, %d and %x", "text", 7, 0x250);

    if (length < 0)
        return errno;
    CHECK(!strcmp(made, "text, 7 and 250"));
    free(made);
    made = strdup("a copy");
    if (!made)
        return errno;
    free(made);
    return 0;
}

/* The old variables are still there, whatever fails. */
static int variables(void)
{
    static const char *const names[] = { "FIRST", "SECOND", "FIRST" };
    unsigned int i;
    int error = 0;

    if (setenv("KEPT", "always", 1) && setenv("KEPT", "always", 1))
        return errno;
    for (i = 0; i < 3 && !error; i++)
        if (setenv(names[i], "something longer than before", 1))
            error = errno;
    CHECK(getenv("KEPT") && !strcmp(getenv("KEPT"), "always"));
    unsetenv("FIRST");
    unsetenv("SECOND");
    unsetenv("KEPT");
    return error;
}

/* --- files: no half-made file is left, data that was written can be read ---------- */

#define CONTENTS 9000

static int no_space(void)
{
    return errno == ENOSPC ? ENOMEM : errno;
}

static int write_and_read(int fd)
{
    static char out[CONTENTS], in[CONTENTS];
    ssize_t written;
    int error = 0;

    memset(out, 'f', sizeof(out));
    written = write(fd, out, sizeof(out));
    if (written < (ssize_t)sizeof(out))
        error = written < 0 ? no_space() : ENOMEM;
    if (written > 0) {
        CHECK_EQUAL(pread(fd, in, sizeof(in), 0), written);
        CHECK(!memcmp(in, out, written));
    }
    return error;
}

/* An allocation may fail here, too, but only one fails in all. */
static void remove_all(void)
{
    static const char *const names[] = { "/tmp/a/one", "/tmp/a/two", "/tmp/a/link", "/tmp/a/hard" };
    unsigned int i;

    for (i = 0; i < 2 * sizeof(names) / sizeof(names[0]); i++)
        unlink(names[i / 2]);
    CHECK(!rmdir("/tmp/a") || !rmdir("/tmp/a"));
}

static int list(void)
{
    DIR *directory = opendir("/tmp/a");
    const struct dirent *entry;
    int count = 0, error;

    if (!directory)
        return errno;
    errno = 0;
    while ((entry = readdir(directory)))
        count++;
    error = errno;
    closedir(directory);
    if (!error)
        CHECK_EQUAL(count, 2 + 3);
    return error;
}

static int names(void)
{
    struct stat status;
    int error = 0;

    if (rename("/tmp/a/one", "/tmp/a/two")) {
        error = no_space();
        CHECK(!stat("/tmp/a/one", &status) && status.st_size == CONTENTS);
        return error;
    }
    if (symlink("two", "/tmp/a/link") || link("/tmp/a/two", "/tmp/a/hard"))
        return no_space();
    error = list();
    if (!error && stat("/tmp/a/link", &status))
        error = errno;
    return error;
}

static int files(void)
{
    int fd, copy, error = 0;

    if (mkdir("/tmp/a", 0700)) {
        error = no_space();
        CHECK(rmdir("/tmp/a") && errno == ENOENT);
        return error;
    }
    fd = open("/tmp/a/one", O_CREAT | O_RDWR, 0600);
    if (fd < 0) {
        error = no_space();
    } else {
        error = write_and_read(fd);
        copy = error ? -1 : dup(fd);
        if (!error && copy < 0)
            error = errno;
        close(copy);
        close(fd);
        if (!error)
            error = names();
    }
    remove_all();
    return error;
}

static int streams(void)
{
    char line[40] = "";
    FILE *file = fopen("/tmp/stream", "w+");
    int error = 0;

    if (!file) {
        error = no_space();
    } else {
        if (fprintf(file, "line %d\n", 7) < 0 || fflush(file))
            error = no_space();
        rewind(file);
        if (!error && !fgets(line, sizeof(line), file))
            error = no_space();
        if (!error)
            CHECK(!strcmp(line, "line 7\n"));
        fclose(file);
    }
    if (unlink("/tmp/stream"))
        unlink("/tmp/stream");
    return error;
}

static int pipes(void)
{
    char text[8] = "";
    int ends[2], error = 0;
    struct pollfd poll_for = { .events = POLLIN };

    if (pipe(ends))
        return errno == ENFILE ? ENOMEM : errno;
    poll_for.fd = ends[0];
    if (write(ends[1], "through", 8) != 8)
        error = errno;
    if (!error && poll(&poll_for, 1, 100) != 1)
        error = errno;
    if (!error && read(ends[0], text, 8) != 8)
        error = errno;
    if (!error)
        CHECK(!strcmp(text, "through"));
    close(ends[0]);
    close(ends[1]);
    return error;
}

static int paths(void)
{
    char *here = getcwd(NULL, 0), *real = here ? realpath("/tmp/../tmp", NULL) : NULL;
    int error = real ? 0 : errno;

    free(here);
    free(real);
    return error;
}

static int memory_maps(void)
{
    char *page = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (page == MAP_FAILED)
        return errno;
    CHECK_EQUAL(page[8191], 0);
    page[8191] = 'm';
    CHECK_EQUAL(munmap(page, 8192), 0);
    return 0;
}

/* --- signals ------------------------------------------------------------------- */

static volatile int caught;

static void catch(int signal)
{
    caught = signal;
}

static int handlers(void)
{
    static char stack[SIGSTKSZ];
    stack_t alternative = { .ss_sp = stack, .ss_size = sizeof(stack) }, none = { .ss_flags = SS_DISABLE };
    struct sigaction action = { .sa_handler = catch, .sa_flags = SA_ONSTACK };
    int error = 0;

    caught = 0;
    if (sigaltstack(&alternative, NULL) || sigaction(SIGUSR1, &action, NULL))
        return errno;
    if (raise(SIGUSR1))
        error = errno;
    else
        CHECK_EQUAL(caught, SIGUSR1);
    signal(SIGUSR1, SIG_DFL);
    sigaltstack(&none, NULL);
    return error;
}

static int queued(void)
{
    union sigval value = { .sival_int = 250 };
    struct timespec second = { 1, 0 };
    siginfo_t info;
    sigset_t set, before;
    int error = 0;

    sigemptyset(&set);
    sigaddset(&set, SIGUSR2);
    pthread_sigmask(SIG_BLOCK, &set, &before);
    if (sigqueue(getpid(), SIGUSR2, value))
        error = errno == EAGAIN ? ENOMEM : errno;
    else if (sigtimedwait(&set, &info, &second) != SIGUSR2)
        error = errno;
    else
        CHECK_EQUAL(info.si_value.sival_int, 250);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return error;
}

static int process_timer(void)
{
    struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR2 };
    struct itimerspec soon = { .it_value = { 0, 1000000 } };
    struct timespec second = { 1, 0 };
    siginfo_t info;
    sigset_t set, before;
    timer_t timer;
    int error = 0;

    sigemptyset(&set);
    sigaddset(&set, SIGUSR2);
    pthread_sigmask(SIG_BLOCK, &set, &before);
    if (timer_create(CLOCK_MONOTONIC, &event, &timer)) {
        error = errno == EAGAIN ? ENOMEM : errno;
    } else {
        if (timer_settime(timer, 0, &soon, NULL))
            error = errno;
        else if (sigtimedwait(&set, &info, &second) != SIGUSR2)
            error = errno;
        timer_delete(timer);
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return error;
}

#define STEP(name) { #name, name }
static const struct { const char *name; int (*run)(void); } steps[] = {
    STEP(kernel_thread), STEP(posix_thread), STEP(posix_objects), STEP(deferred), STEP(event),
    STEP(grant), STEP(store), STEP(watch), STEP(mapping), STEP(tables), STEP(segment),
    STEP(ring_3), STEP(heap), STEP(text), STEP(variables), STEP(files), STEP(streams), STEP(pipes),
    STEP(paths), STEP(memory_maps), STEP(handlers), STEP(queued), STEP(process_timer),
};
#define STEPS (sizeof(steps) / sizeof(steps[0]))

static unsigned int refused, unnoticed;

/* True if there was an nth allocation. */
static bool run(unsigned int i, unsigned long nth)
{
    bool fired;
    int error;

    failure_arm(nth);
    error = steps[i].run();
    fired = failure_disarm(false);
    if (error && (error != ENOMEM || !fired)) {
        failures++;
        printf("FAILED %s, allocation %lu: error %d\n", steps[i].name, nth, error);
        failure_disarm(true);
    }
    refused += error != 0;
    unnoticed += fired && !error;
    return fired;
}

static size_t free_pages(void)
{
    malloc_let_go();
    return ringlet_memory_free() / PAGE_SIZE;
}

/* Fails each allocation in turn, until none is left. Returns how many there were. */
static unsigned int fail_each(unsigned int i, bool kept)
{
    size_t before = free_pages();
    unsigned long nth = 1;

    for (; nth < RUNS_MAX && run(i, nth); nth++)
        if (!kept && free_pages() + 1 < before) {
            failures++;
            printf("FAILED %s, allocation %lu: %zu pages are free, %zu were\n", steps[i].name, nth,
                   free_pages(), before);
            failure_disarm(true);
            before = free_pages();
        }
    CHECK(nth < RUNS_MAX);
    return nth - 1;
}

/* The first pass makes threads and tables that are kept. */
static void try_step(unsigned int i)
{
    unsigned int first = fail_each(i, true);

    printf("%s: %u, then %u allocations\n", steps[i].name, first, fail_each(i, false));
}

void test(void)
{
    unsigned int i;

    for (i = 0; i < STEPS; i++)
        try_step(i);
    printf("%u calls were refused, %u went on without\n", refused, unnoticed);
    CHECK(refused > 80);
}
