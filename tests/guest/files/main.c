/*
 * Files in /tmp under load, which tests of single calls do not show: many names,
 * large and sparse files, many threads, and a full volume.
 */
/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE             /* pipe2() */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <mm/setup.h>
/* Page tables, and memory that newlib keeps of a heap that was full. */
#define VERDICT_LEAK_ALLOWED (160 * 4096)
#include <verdict.h>

static unsigned char buffer[65536], other[65536];

static unsigned char pattern(unsigned int i, unsigned int key)
{
    return (unsigned char)(i * key + (i >> 8) + key);
}

/* --- one file -------------------------------------------------------------------- */

/* Writes pieces of odd sizes, over several blocks and leaves. */
static void write_pattern(int fd, unsigned int size, unsigned int key)
{
    unsigned int at = 0, i, n;

    while (at < size) {
        n = 1 + at * 31 % 40000;
        if (n > size - at)
            n = size - at;
        for (i = 0; i < n; i++)
            buffer[i] = pattern(at + i, key);
        if (!CHECK_EQUAL(write(fd, buffer, n), n))
            return;
        at += n;
    }
}

static unsigned int wrong_bytes(int fd, unsigned int size, unsigned int key)
{
    unsigned int at = 0, wrong = 0;
    ssize_t n, i;

    lseek(fd, 0, SEEK_SET);
    while ((n = read(fd, buffer, 1 + at * 17 % 50000)) > 0)
        for (i = 0; i < n; i++)
            wrong += buffer[i] != pattern(at++, key);
    return wrong + (at != size);
}

static void check_large(void)
{
    int fd = open("/tmp/large", O_CREAT | O_RDWR, 0600);
    struct stat status;

    write_pattern(fd, 2000001, 7);
    CHECK_EQUAL(wrong_bytes(fd, 2000001, 7), 0);
    CHECK_EQUAL(ftruncate(fd, 1000001), 0);
    CHECK_EQUAL(wrong_bytes(fd, 1000001, 7), 0);
    CHECK_EQUAL(ftruncate(fd, 1500000), 0);
    CHECK_EQUAL(pread(fd, buffer, 65536, 1000001), 65536);
    memset(other, 0, sizeof(other));
    CHECK(!memcmp(buffer, other, 65536));
    fstat(fd, &status);
    CHECK_EQUAL(status.st_blocks, (1000001 + 4095) / 4096 * 8);
    close(fd);
    unlink("/tmp/large");
}

static void check_sparse(void)
{
    int fd = open("/tmp/sparse", O_CREAT | O_RDWR, 0600);
    size_t before = ringlet_memory_free();
    struct stat status;

    CHECK_EQUAL(pwrite(fd, "end", 3, 1000000000), 3);
    CHECK_EQUAL(pwrite(fd, "x", 1, 5000), 1);
    fstat(fd, &status);
    CHECK_EQUAL(status.st_size, 1000000003);
    CHECK_EQUAL(status.st_blocks, 16);
    CHECK(before - ringlet_memory_free() < 200000);
    CHECK_EQUAL(pread(fd, buffer, 4, 999999999), 4);
    CHECK(!memcmp(buffer, "\0end", 4));
    CHECK_EQUAL(pread(fd, buffer, 3, 4999), 3);
    CHECK(!memcmp(buffer, "\0x\0", 3));
    close(fd);
    unlink("/tmp/sparse");
}

static long long nanoseconds_between(const struct timespec *first, const struct timespec *second)
{
    return (second->tv_sec - first->tv_sec) * 1000000000LL + second->tv_nsec - first->tv_nsec;
}

static void check_times(void)
{
    struct stat first, second;
    struct timespec now;
    struct timespec pause = { 0, 20000000 };
    int fd = open("/tmp/times", O_CREAT | O_RDWR, 0600);

    fstat(fd, &first);
    CHECK(first.st_mtime > 1700000000);
    nanosleep(&pause, NULL);
    CHECK_EQUAL(read(fd, buffer, 1), 0);
    fstat(fd, &second);
    CHECK(first.st_mtim.tv_sec == second.st_mtim.tv_sec &&
          first.st_mtim.tv_nsec == second.st_mtim.tv_nsec);
    CHECK_EQUAL(write(fd, "x", 1), 1);
    fstat(fd, &second);
    CHECK(nanoseconds_between(&first.st_mtim, &second.st_mtim) >= 20000000);
    CHECK_EQUAL(write(fd, "y", 1), 1);
    close(fd);
    nanosleep(&pause, NULL);
    CHECK_EQUAL(stat("/tmp/times", &first), 0);
    clock_gettime(CLOCK_REALTIME, &now);
    CHECK(nanoseconds_between(&second.st_mtim, &first.st_mtim) > 0);
    CHECK(nanoseconds_between(&first.st_mtim, &now) >= 20000000);
    unlink("/tmp/times");
}

/* --- many names -------------------------------------------------------------------- */

#define NAMES 3000

static void check_many(void)
{
    static unsigned char seen[NAMES];
    char path[64];
    struct dirent *entry;
    DIR *directory;
    int i, fd, wrong = 0;

    mkdir("/tmp/many", 0755);
    for (i = 0; i < NAMES; i++) {
        snprintf(path, sizeof(path), "/tmp/many/file%d", i);
        fd = open(path, O_CREAT | O_EXCL | O_WRONLY, 0600);
        wrong += fd != 3 || close(fd);
    }
    directory = opendir("/tmp/many");
    while ((entry = readdir(directory)))
        if (!strncmp(entry->d_name, "file", 4))
            seen[atoi(entry->d_name + 4)]++;
    closedir(directory);
    for (i = 0; i < NAMES; i++) {
        snprintf(path, sizeof(path), "/tmp/many/file%d", i);
        wrong += seen[i] != 1 || unlink(path);
    }
    CHECK_EQUAL(wrong, 0);
    CHECK_EQUAL(rmdir("/tmp/many"), 0);
}

/* The entry where readdir() would go on is removed and its memory reused. */
static void check_removed_meanwhile(void)
{
    void **blocks = NULL, **block;
    char path[32];
    struct dirent *entry;
    DIR *directory;
    int i, count = 0;

    mkdir("/tmp/few", 0755);
    for (i = 0; i < 10; i++) {
        snprintf(path, sizeof(path), "/tmp/few/entry%d", i);
        close(open(path, O_CREAT | O_WRONLY, 0600));
    }
    directory = opendir("/tmp/few");
    for (i = 0; i < 5; i++)
        readdir(directory);
    for (i = 0; i < 9; i++) {
        snprintf(path, sizeof(path), "/tmp/few/entry%d", i);
        unlink(path);
    }
    for (i = 0; i < 10000 && (block = calloc(1, 40)); i++) {
        *block = blocks;
        blocks = block;
    }
    while ((entry = readdir(directory)))
        count += !strcmp(entry->d_name, "entry9");
    CHECK_EQUAL(count, 1);
    closedir(directory);
    while (blocks) {
        block = blocks;
        blocks = *block;
        free(block);
    }
    unlink("/tmp/few/entry9");
    CHECK_EQUAL(rmdir("/tmp/few"), 0);
}

/* --- threads ------------------------------------------------------------------------- */

#define THREADS 4
#define RECORDS 200

/* Each thread appends its own records, through a shared descriptor and one of its own. */
static void *append(void *number)
{
    char record[100];
    int i, fd = open("/tmp/shared", O_WRONLY | O_APPEND), wrong = 0;

    memset(record, 'a' + (int)(intptr_t)number, sizeof(record));
    for (i = 0; i < RECORDS; i++) {
        wrong += write(fd, record, sizeof(record)) != sizeof(record);
        sched_yield();
    }
    close(fd);
    return (void *)(intptr_t)wrong;
}

/* All threads make files, rename them over the same name and remove them. */
static void *rename_over(void *number)
{
    char path[32];
    int i, wrong = 0;

    snprintf(path, sizeof(path), "/tmp/name%d", (int)(intptr_t)number);
    for (i = 0; i < RECORDS; i++) {
        int fd = open(path, O_CREAT | O_EXCL | O_WRONLY, 0600);

        wrong += fd < 0 || write(fd, path, 11) != 11 || close(fd);
        wrong += rename(path, "/tmp/target") != 0;
        fd = open("/tmp/target", O_RDONLY);
        wrong += fd < 0 || close(fd);
        if (i % 8 == 0)
            sched_yield();
    }
    return (void *)(intptr_t)wrong;
}

static void run_threads(void *(*function)(void *))
{
    pthread_t threads[THREADS];
    void *wrong;
    intptr_t i;

    for (i = 0; i < THREADS; i++)
        CHECK_EQUAL(pthread_create(&threads[i], NULL, function, (void *)i), 0);
    for (i = 0; i < THREADS; i++) {
        pthread_join(threads[i], &wrong);
        CHECK_EQUAL((intptr_t)wrong, 0);
    }
}

static void check_threads(void)
{
    int fd = open("/tmp/shared", O_CREAT | O_RDWR, 0600), i, j, torn = 0;
    unsigned int counts[THREADS] = { 0 };
    char record[100];

    run_threads(append);
    for (i = 0; read(fd, record, sizeof(record)) == sizeof(record); i++) {
        for (j = 1; j < (int)sizeof(record); j++)
            torn += record[j] != record[0];
        counts[(record[0] - 'a') % THREADS]++;
    }
    CHECK_EQUAL(torn, 0);
    for (i = 0; i < THREADS; i++)
        CHECK_EQUAL(counts[i], RECORDS);
    close(fd);
    unlink("/tmp/shared");
    run_threads(rename_over);
    CHECK_EQUAL(unlink("/tmp/target"), 0);
}

/* A reader waits for a pipe; bytes arrive in order, through a buffer smaller than all of them. */
static int pipe_fds[2];

static void *feed(void *unused)
{
    unsigned int at = 0, i;

    while (at < 300000) {
        unsigned int n = 1 + at * 13 % 9000;

        for (i = 0; i < n; i++)
            other[i] = pattern(at + i, 3);
        if (write(pipe_fds[1], other, n) != (ssize_t)n)
            break;
        at += n;
    }
    close(pipe_fds[1]);
    return unused;
}

static void check_pipe(void)
{
    pthread_t thread;
    unsigned int at = 0, wrong = 0;
    ssize_t n, i;

    CHECK_EQUAL(pipe(pipe_fds), 0);
    pthread_create(&thread, NULL, feed, NULL);
    while ((n = read(pipe_fds[0], buffer, 1 + at % 5000)) > 0)
        for (i = 0; i < n; i++)
            wrong += buffer[i] != pattern(at++, 3);
    CHECK(!wrong && at >= 300000 && !n);
    pthread_join(thread, NULL);
    close(pipe_fds[0]);
}

static void send_pattern(unsigned int *at, size_t size)
{
    size_t i;

    for (i = 0; i < size; i++)
        other[i] = pattern(*at + i, 9);
    CHECK_EQUAL(write(pipe_fds[1], other, size), size);
    *at += size;
}

static void receive_pattern(unsigned int *at, size_t size)
{
    size_t i, wrong = 0;

    CHECK_EQUAL(read(pipe_fds[0], buffer, size), size);
    for (i = 0; i < size; i++)
        wrong += buffer[i] != pattern(*at + i, 9);
    CHECK_EQUAL(wrong, 0);
    *at += size;
}

/* The ring grows while its bytes wrap around its end; and writes up to PIPE_BUF are not split. */
static void check_pipe_ring(void)
{
    unsigned int in = 0, out = 0;

    CHECK_EQUAL(pipe2(pipe_fds, O_NONBLOCK), 0);
    send_pattern(&in, 1000);
    receive_pattern(&out, 600);
    send_pattern(&in, 500);
    send_pattern(&in, 2000);
    receive_pattern(&out, 2900);
    while (in - out < 65536)
        send_pattern(&in, 1024);
    CHECK(write(pipe_fds[1], other, 1) == -1 && errno == EAGAIN);
    receive_pattern(&out, 100);
    CHECK(write(pipe_fds[1], other, 101) == -1 && errno == EAGAIN);
    CHECK(write(pipe_fds[1], other, 4096) == -1 && errno == EAGAIN);
    send_pattern(&in, 100);
    while (out < in)
        receive_pattern(&out, in - out < 4096 ? in - out : 4096);
    close(pipe_fds[0]);
    close(pipe_fds[1]);
}

/* --- full ------------------------------------------------------------------------------- */

static unsigned int fill(int fd)
{
    unsigned int at = 0, i;
    ssize_t n;

    do {
        for (i = 0; i < sizeof(buffer); i++)
            buffer[i] = pattern(at + i, 5);
        n = write(fd, buffer, sizeof(buffer));
        if (n > 0)
            at += n;
    } while (n > 0);
    CHECK(n == -1 && errno == ENOSPC);
    return at;
}

static void check_full(void)
{
    int fd = open("/tmp/full", O_CREAT | O_RDWR, 0600), second;
    unsigned int size = fill(fd), again;
    void *block;

    CHECK(size > memory_total() / 2);
    CHECK(ringlet_memory_free() >= memory_total() / 32 - 65536);
    CHECK_EQUAL(wrong_bytes(fd, size, 5), 0);
    /* The rest of the program goes on. */
    block = malloc(20000);
    CHECK(block != NULL);
    free(block);
    CHECK_EQUAL(pwrite(fd, "over", 4, 0), 4);
    /* Makes room for small files; DEBUG=1 holds freed blocks back. */
    CHECK_EQUAL(ftruncate(fd, size -= DEBUG_BUILD ? 64 * 4096 : 100000), 0);
    run_threads(rename_over);
    unlink("/tmp/target");
    /* Freed room can be used again. */
    CHECK_EQUAL(ftruncate(fd, size / 2), 0);
    second = open("/tmp/second", O_CREAT | O_RDWR, 0600);
    again = fill(second);
    CHECK(again > size / 2 - 200000);
    CHECK_EQUAL(wrong_bytes(second, again, 5), 0);
    close(second);
    close(fd);
    CHECK_EQUAL(unlink("/tmp/full") + unlink("/tmp/second"), 0);
}

void test(void)
{
    check_large();
    check_sparse();
    check_times();
    check_many();
    check_removed_meanwhile();
    check_threads();
    check_pipe();
    check_pipe_ring();
    check_full();
}
