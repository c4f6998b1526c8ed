/*
 * The cost of file calls, on the ramdisk and in /tmp, in instructions: the vCPU's
 * own running time, at 2 ns each.
 */
/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include <hypercall/multicall.h>
#include <hypercall/vcpu.h>

#define NS_PER_INSTRUCTION 2
#define FILE_SIZE   (1 << 20)

static char buffer[65536] __attribute__((aligned(4096)));
static uint64_t started;
static uint32_t calls;

static uint64_t running_time(void)
{
    uint64_t time = 0;

    vcpu_running_time(0, &time);
    return time;
}

static void begin(void)
{
    calls = hypercall_count_all();
    started = running_time();
}

/* Reading the running time is a hypercall itself, and the first of the two is counted. */
static void end(const char *what, unsigned int rounds)
{
    uint64_t time = running_time() - started;
    unsigned int traps = hypercall_count_all() - calls - 2;

    printf("BENCH %s: %u instructions, %u traps\n", what,
           (unsigned int)(time / NS_PER_INSTRUCTION / rounds), (traps + rounds / 2) / rounds);
}

static void bench_read(const char *path, size_t size, const char *what)
{
    int fd = open(path, O_RDONLY);
    unsigned int rounds = 0;

    begin();
    while (read(fd, buffer, size) == (ssize_t)size)
        rounds++;
    end(what, rounds);
    close(fd);
}

static void bench_write(const char *what)
{
    int fd = open("/tmp/file", O_CREAT | O_WRONLY, 0600);
    unsigned int i;

    begin();
    for (i = 0; i < FILE_SIZE / 4096; i++)
        write(fd, buffer, 4096);
    end(what, FILE_SIZE / 4096);
    close(fd);
}

static void bench_calls(void)
{
    struct stat status;
    unsigned int i;

    begin();
    for (i = 0; i < 100; i++)
        close(open("/deep/er/data", O_RDONLY));
    end("open and close, a path of three parts", 100);
    begin();
    for (i = 0; i < 100; i++)
        stat("/deep/er/data", &status);
    end("stat, a path of three parts", 100);
    begin();
    for (i = 0; i < 100; i++)
        lseek(1, 0, SEEK_SET);
    end("lseek that is refused: a call and a descriptor", 100);
}

int main(void)
{
    begin();
    close(open("/deep/er/data", O_RDONLY));
    end("the first open, with the ramdisk's index (3 members)", 1);
    bench_read("/deep/er/data", 65536, "read 64 KiB of the ramdisk");
    bench_read("/deep/er/data", 4096, "read 4 KiB of the ramdisk");
    bench_write("write 4 KiB to a new file at /tmp");
    bench_write("write 4 KiB over a file at /tmp");
    bench_read("/tmp/file", 65536, "read 64 KiB of /tmp");
    bench_read("/tmp/file", 4096, "read 4 KiB of /tmp");
    bench_read("/tmp/file", 16, "read 16 bytes of /tmp");
    bench_calls();
    return 0;
}
