/*
 * mmap() and the like: mapped pages are there, unmapped ones are not, and
 * protections hold.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <arch/pagetable.h>
#include <arch/probe.h>
/* Page tables, and the first nodes of the file tree. */
#define VERDICT_LEAK_ALLOWED (8 * 4096)
#include <verdict.h>

#define PAGE 4096

static bool can_read(const char *at)
{
    char byte;

    return !probe_read(&byte, (uintptr_t)at, 1);
}

static bool can_write(char *at)
{
    char byte = 1;

    return !probe_write((uintptr_t)at, &byte, 1);
}

static bool map_fails(size_t size, int protection, int flags, int fd, off_t offset, int error)
{
    errno = 0;
    return mmap(NULL, size, protection, flags, fd, offset) == MAP_FAILED && errno == error;
}

static bool fails(int result, int error)
{
    return result == -1 && errno == error;
}

static void check_anonymous(void)
{
    char *map = mmap(NULL, 10 * PAGE - 5, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    size_t i, sum = 0;

    CHECK(map != MAP_FAILED && !((uintptr_t)map & (PAGE - 1)));
    for (i = 0; i < 10 * PAGE; i++)
        sum += map[i];
    CHECK_EQUAL(sum, 0);
    CHECK(!can_read(map - 1) && !can_read(map + 10 * PAGE));
    memset(map, 'x', 10 * PAGE);
    CHECK_EQUAL(mprotect(map + 2 * PAGE, PAGE, PROT_READ), 0);
    CHECK(can_write(map + 2 * PAGE - 1) && !can_write(map + 2 * PAGE) &&
          can_read(map + 3 * PAGE - 1) && can_write(map + 3 * PAGE));
    CHECK_EQUAL(mprotect(map + 2 * PAGE, PAGE, PROT_READ | PROT_WRITE), 0);
    CHECK(can_write(map + 2 * PAGE));
    CHECK_EQUAL(munmap(map + 4 * PAGE, 2 * PAGE), 0);
    CHECK(can_read(map + 4 * PAGE - 1) && !can_read(map + 4 * PAGE) && !can_read(map + 6 * PAGE - 1) &&
          can_read(map + 6 * PAGE));
    CHECK(fails(mprotect(map + 3 * PAGE, 2 * PAGE, PROT_READ), ENOMEM));
    CHECK(fails(msync(map, 10 * PAGE, MS_SYNC), ENOMEM));
    CHECK_EQUAL(msync(map, 4 * PAGE, MS_SYNC), 0);
    CHECK_EQUAL(map[3 * PAGE + 1], 'x');
    /* munmap() of a range with a hole. */
    CHECK_EQUAL(munmap(map, 10 * PAGE), 0);
    CHECK(!can_read(map) && !can_read(map + 9 * PAGE));
    CHECK_EQUAL(munmap(map, 10 * PAGE), 0);
}

static void check_execute(void)
{
    unsigned char *map = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    memcpy(map, "\xb8\x2a\0\0\0\xc3", 6);           /* mov $42, %eax; ret */
    CHECK_EQUAL(mprotect(map, PAGE, PROT_READ | PROT_EXEC), 0);
    CHECK_EQUAL(((int (*)(void))(void *)map)(), 42);
    CHECK(!can_write((char *)map));
    CHECK_EQUAL(munmap(map, PAGE), 0);
}

static void check_file(void)
{
    int fd = open("/tmp/file", O_CREAT | O_RDWR, 0600), writer = open("/tmp/file", O_WRONLY);
    char *map;

    ftruncate(fd, PAGE);
    CHECK_EQUAL(pwrite(fd, "second page", 11, PAGE), 11);
    map = mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, fd, PAGE);
    CHECK(map != MAP_FAILED && !memcmp(map, "second page\0\0", 13));
    CHECK(!can_write(map));
    CHECK_EQUAL(munmap(map, PAGE), 0);
    map = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
    map[PAGE] = 'S';
    CHECK_EQUAL(pread(fd, map, 1, PAGE), 1);
    CHECK(map[0] == 's' && map[PAGE] == 'S');
    CHECK_EQUAL(munmap(map, 2 * PAGE), 0);
    CHECK(map_fails(PAGE, PROT_READ, MAP_SHARED, fd, 0, ENODEV));
    CHECK(map_fails(PAGE, PROT_READ, MAP_PRIVATE, writer, 0, EACCES));
    CHECK(map_fails(PAGE, PROT_READ, MAP_PRIVATE, 99, 0, EBADF));
    CHECK(map_fails(PAGE, PROT_READ, MAP_PRIVATE, 0, 0, ENODEV));
    CHECK(map_fails(PAGE, PROT_READ, MAP_PRIVATE, fd, 5, EINVAL));
    CHECK(map_fails(PAGE, PROT_READ, MAP_PRIVATE, fd, -PAGE, EINVAL));
    CHECK(map_fails(PAGE, PROT_READ, MAP_PRIVATE, fd, INT32_MIN, EINVAL));
    CHECK(map_fails(PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, -PAGE, EINVAL));
    close(fd);
    close(writer);
    unlink("/tmp/file");
}

static void check_refused(void)
{
    static char ours[2 * PAGE] __attribute__((aligned(PAGE)));
    int anonymous = MAP_PRIVATE | MAP_ANONYMOUS;

    CHECK(map_fails(0, PROT_READ, anonymous, -1, 0, EINVAL));
    CHECK(map_fails(PAGE, PROT_READ, MAP_ANONYMOUS, -1, 0, EINVAL));
    CHECK(map_fails(PAGE, PROT_READ, anonymous | MAP_SHARED, -1, 0, EINVAL));
    CHECK(map_fails(PAGE, 64, anonymous, -1, 0, EINVAL));
    CHECK(map_fails(PAGE, PROT_NONE, anonymous, -1, 0, ENOTSUP));
    CHECK(map_fails(PAGE, PROT_WRITE | PROT_EXEC, anonymous, -1, 0, ENOTSUP));
    CHECK(map_fails(PAGE, PROT_READ, anonymous | MAP_FIXED, -1, 0, ENOTSUP));
    CHECK(map_fails((size_t)-1, PROT_READ, anonymous, -1, 0, ENOMEM));
    CHECK(map_fails(0x40000000, PROT_READ, anonymous, -1, 0, ENOMEM));
    CHECK(fails(munmap(ours + 1, PAGE), EINVAL));
    CHECK(fails(munmap(ours, 0), EINVAL));
    CHECK(fails(munmap(ours, PAGE), EINVAL));
    CHECK(fails(munmap((void *)0xfffff000, PAGE), EINVAL));
    CHECK(fails(mprotect(ours, PAGE, PROT_READ), EINVAL));
    CHECK(fails(mprotect(ours + 1, PAGE, PROT_READ), EINVAL));
    CHECK(fails(mprotect((void *)PAGE, PAGE, PROT_READ), ENOMEM));
    ours[0] = ours[PAGE] = 1;
}

void test(void)
{
    check_anonymous();
    check_execute();
    check_file();
    check_refused();
}
