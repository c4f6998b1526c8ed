/*
 * zlib passes its own tests, and its output is the same as under Linux, byte for byte:
 * its example, its test of all of inflate(), and its minigzip, as a pipeline (two
 * threads with a pipe between them) and on files, at each level and strategy.
 * check-console compiles the same sources for the host and compares all that is
 * printed.
 */
/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include "programs.h"

#define INPUT_SIZE 400000
#define CHUNK 5000

/* Frames are larger in a build with checks. */
extern const size_t application_stack_size;
const size_t application_stack_size = 65536;

__thread FILE *minigzip_in, *minigzip_out;

static void need(int holds, const char *what)
{
    if (!holds) {
        perror(what);
        exit(2);
    }
}

/* Exits if a program has not ended with 0. */
static void ended(const char *program, int status)
{
    printf("%s ended with %d\n", program, status);
    if (status)
        exit(1);
}

/* --- a file to compress -------------------------------------------------------- */

static uint32_t random_number(uint32_t below)
{
    static uint32_t seed = 1;

    seed = seed * 1664525 + 1013904223;
    return (uint32_t)((uint64_t)seed * below >> 32);
}

/* Makes repeated words, runs, noise or zeros. */
static size_t make_piece(char *to, size_t room)
{
    size_t length = 1 + random_number(room < CHUNK ? room : CHUNK), i;
    uint32_t kind = random_number(4);

    for (i = 0; i < length; i++) {
        if (kind == 0)
            to[i] = "the quick brown fox, jumps over\n"[random_number(4) * 8 + i % 8];
        else if (kind == 1)
            to[i] = 'a' + i / 100 % 26;
        else
            to[i] = kind == 2 ? random_number(256) : 0;
    }
    return length;
}

static void make_input(const char *name)
{
    char *bytes = malloc(INPUT_SIZE);
    size_t at = 0;
    FILE *file = fopen(name, "wb");

    need(bytes && file, name);
    while (at < INPUT_SIZE)
        at += make_piece(bytes + at, INPUT_SIZE - at);
    need(fwrite(bytes, 1, INPUT_SIZE, file) == INPUT_SIZE && !fclose(file), name);
    free(bytes);
}

static void describe(const char *name)
{
    unsigned char bytes[CHUNK];
    unsigned long crc = crc32(0, NULL, 0);
    struct stat status;
    ssize_t length;
    int fd = open(name, O_RDONLY);

    need(fd >= 0 && !fstat(fd, &status), name);
    while ((length = read(fd, bytes, sizeof(bytes))) > 0)
        crc = crc32(crc, bytes, length);
    need(!length && !close(fd), name);
    printf("%s: %ld bytes, crc %08lx\n", name, (long)status.st_size, crc);
}

/* --- minigzip ------------------------------------------------------------------ */

static void minigzip(char *option, char *file)
{
    char *arguments[] = { "minigzip", option, file, NULL };

    ended(option, minigzip_main(3, arguments));
}

static void *compress_greeting(void *fds)
{
    char *arguments[] = { "minigzip", NULL };

    minigzip_in = fdopen(((int *)fds)[0], "r");
    minigzip_out = fdopen(((int *)fds)[1], "w");
    ended("minigzip", minigzip_main(1, arguments));
    return NULL;
}

/* echo hello world | minigzip | minigzip -d, as in zlib's makefile. */
static void pipeline(void)
{
    char *arguments[] = { "minigzip", "-d", NULL };
    int first[2], second[2], fds[2];
    pthread_t thread;

    need(!pipe(first) && !pipe(second), "pipe");
    fds[0] = first[0];
    fds[1] = second[1];
    need(!pthread_create(&thread, NULL, compress_greeting, fds), "pthread_create");
    need(write(first[1], "hello world\n", 12) == 12 && !close(first[1]), "write");
    need(!pthread_join(thread, NULL), "pthread_join");
    minigzip_in = fdopen(second[0], "r");
    minigzip_out = fdopen(dup(1), "w");
    ended("minigzip -d", minigzip_main(2, arguments));
}

/* Compresses and decompresses the file with each level and strategy. */
static void files(void)
{
    static char *options[] = { "-1", "-2", "-3", "-4", "-5", "-6", "-7", "-8", "-9", "-f", "-h", "-r" };
    size_t i;

    for (i = 0; i < sizeof(options) / sizeof(*options); i++) {
        minigzip(options[i], "input");
        need(access("input", F_OK) != 0, "the input is gone");
        describe("input.gz");
        minigzip("-d", "input.gz");
        describe("input");
    }
}

/* --- a file that is damaged ------------------------------------------------------ */

static void read_damaged(const char *what, const char *name)
{
    gzFile file = gzopen(name, "rb");
    char bytes[CHUNK];
    long total = 0;
    int length, error;

    need(file != NULL, name);
    while ((length = gzread(file, bytes, sizeof(bytes))) > 0)
        total += length;
    printf("%s: %ld bytes, then %s", what, total, gzerror(file, &error));
    printf(" (%d); closed: %d\n", error, gzclose(file));
}

static void damaged(void)
{
    int fd;

    minigzip("-6", "input");
    fd = open("input.gz", O_RDWR);
    need(fd >= 0 && pwrite(fd, "damage", 6, 40000) == 6, "damage");
    read_damaged("spoiled", "input.gz");
    need(!ftruncate(fd, 30000) && !close(fd), "cut");
    read_damaged("cut", "input.gz");
}

int main(int argc, char **argv)
{
    static char *arguments[] = { "example", "hello.gz", NULL };

    if (argc != 2 || chdir(argv[1]))
        return 2;
    setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
    printf("begin\n");
    ended("example", example_main(2, arguments));
    describe("hello.gz");
    ended("infcover", infcover_main());
    pipeline();
    make_input("input");
    describe("input");
    files();
    damaged();
    printf("end\n");
    return 0;
}
