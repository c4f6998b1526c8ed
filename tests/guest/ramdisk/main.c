/*
 * The ramdisk: its files are there, are read in place, and stay intact however full
 * memory is. Damaged archives are refused and leak nothing.
 */
/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <arch/setup.h>
#include <fs/ramdisk.h>
#include <mm/setup.h>
#include <vfs/node_file.h>
#include <vfs/tree.h>
/* Nodes of the ramdisk, made at first use; page tables; memory newlib keeps of a heap that was full. */
#define VERDICT_LEAK_ALLOWED (64 * 4096)
#include <verdict.h>

#define BIG_SIZE 3000000

static unsigned char buffer[65536];

static unsigned char pattern(unsigned int i)
{
    return (unsigned char)(i * 7 + (i >> 8));
}

static int fails(int result, int error)
{
    return result == -1 && errno == error;
}

static bool has_text(const char *path, const char *text)
{
    int fd = open(path, O_RDONLY);
    ssize_t n = read(fd, buffer, sizeof(buffer));

    close(fd);
    return n == (ssize_t)strlen(text) && !memcmp(buffer, text, n);
}

static unsigned int wrong_bytes(const char *path)
{
    int fd = open(path, O_RDONLY);
    unsigned int at = 0, wrong = 0;
    ssize_t n, i;

    while ((n = read(fd, buffer, sizeof(buffer))) > 0)
        for (i = 0; i < n; i++)
            wrong += buffer[i] != pattern(at++);
    close(fd);
    return wrong + (at != BIG_SIZE);
}

static void check_files(void)
{
    struct stat status, other;

    CHECK(has_text("/etc/motd", "Welcome.\n"));
    CHECK_EQUAL(stat("/etc/motd", &status), 0);
    CHECK_EQUAL(status.st_mtime, 1700000000);
    CHECK_EQUAL(status.st_mode, S_IFREG | 0644);
    CHECK_EQUAL(stat("/etc", &status), 0);
    CHECK_EQUAL(status.st_mode, S_IFDIR | 0700);
    CHECK_EQUAL(wrong_bytes("/big"), 0);
    CHECK(has_text("/deep/er/file", "made its own directories"));
    CHECK_EQUAL(access("/deep/er/file", X_OK), 0);
    CHECK(has_text("/link", "Welcome.\n"));
    CHECK(has_text("/up/motd", "Welcome.\n"));
    CHECK_EQUAL(stat("/hard", &status), 0);
    CHECK_EQUAL(stat("/big", &other), 0);
    CHECK(status.st_ino == other.st_ino && status.st_nlink == 2);
    memset(buffer, 'n', 402);
    buffer[0] = buffer[201] = '/';
    memset(buffer + 202, 'm', 200);
    buffer[402] = '\0';
    CHECK(has_text((char *)buffer, "long"));
    CHECK(has_text("/twice", "second"));
    CHECK(has_text("/last", "last"));
    CHECK(access("/tmp/hidden", F_OK) == -1);
}

static void check_read_only(void)
{
    CHECK(fails(open("/etc/motd", O_WRONLY), EROFS));
    CHECK(fails(open("/etc/motd", O_RDONLY | O_TRUNC), EROFS));
    CHECK(fails(open("/etc/new", O_CREAT | O_WRONLY, 0600), EROFS));
    CHECK(fails(truncate("/big", 0), EROFS));
    CHECK(fails(unlink("/etc/motd"), EROFS));
    CHECK(fails(mkdir("/new", 0755), EROFS));
    CHECK(fails(rmdir("/deep/er"), EROFS));
    CHECK(fails(rename("/big", "/small"), EROFS));
    CHECK(fails(rename("/big", "/tmp/big"), EXDEV));
    CHECK(fails(link("/big", "/tmp/big"), EXDEV));
    CHECK(fails(symlink("x", "/x"), EROFS));
    CHECK(fails(chmod("/big", 0600), EROFS));
    CHECK(fails(access("/big", W_OK), EROFS));
    CHECK(fails(rmdir("/tmp"), EBUSY));
    CHECK_EQUAL(wrong_bytes("/big"), 0);
}

static void check_listing(void)
{
    DIR *directory = opendir("/");
    struct dirent *entry;
    int count = 0, mounts = 0;

    while ((entry = readdir(directory))) {
        count++;
        mounts += !strcmp(entry->d_name, "tmp") || !strcmp(entry->d_name, "dev");
    }
    closedir(directory);
    CHECK_EQUAL(count, 2 + 11);     /* . .. etc big deep link up hard nn twice tmp last dev */
    CHECK_EQUAL(mounts, 2);
}

/* The file's bytes lie in the archive itself, where the builder put it. */
static void check_place(void)
{
    const struct start_info *info = arch_start_info();
    struct node *node = NULL;
    uintptr_t bytes;

    tree_lock();
    node = entry_find(tree_root(), "big", 3)->node;
    tree_unlock();
    bytes = (uintptr_t)node->bytes;
    CHECK(bytes >= info->mod_start && bytes + BIG_SIZE <= info->mod_start + info->mod_len);
}

/* Writes to every page that can be allocated; none is the ramdisk's. */
static void check_memory(void)
{
    void **blocks = NULL, **block;

    while ((block = malloc(65536))) {
        memset(block, 0xee, 65536);
        *block = blocks;
        blocks = block;
    }
    CHECK(memory_free() < 65536 + 32 * 4096);
    for (; blocks; blocks = block) {
        block = *blocks;
        free(blocks);
    }
    CHECK_EQUAL(wrong_bytes("/big"), 0);
    CHECK(has_text("/etc/motd", "Welcome.\n"));
}

/* --- damage ------------------------------------------------------------------------ */

#define SMALL_SIZE 8192

static void remove_all(struct node *directory)
{
    struct entry *entry;

    while ((entry = directory->directory.entries.first)) {
        if (node_is_directory(entry->node))
            remove_all(entry->node);
        entry_remove(entry);
    }
}

static uint32_t seed = 12345;

static uint32_t random_number(uint32_t below)
{
    seed = seed * 1664525 + 1013904223;
    return (uint32_t)((uint64_t)seed * below >> 32);
}

/* Damages some bytes of a small tar and corrects most checksums. */
static void spoil(unsigned char *bytes)
{
    unsigned int i, at, sum;

    for (i = 1 + random_number(6); i--;)
        bytes[random_number(SMALL_SIZE)] = random_number(256);
    for (at = 0; at < SMALL_SIZE; at += 512) {
        unsigned char *header = bytes + at;

        if (memcmp(header + 257, "ustar", 5) || !random_number(8))
            continue;
        memset(header + 148, ' ', 8);
        for (i = sum = 0; i < 512; i++)
            sum += header[i];
        snprintf((char *)header + 148, 8, "%06o", sum);
    }
}

/* Builds a small tar of empty members, whose headers are copies of the ramdisk's first. */
static void build(unsigned char *bytes)
{
    static const char *const names[] = { "a/b/c", "a/b", "x", "x/y", "./", "l" };
    unsigned int i;

    memset(bytes, 0, SMALL_SIZE);
    for (i = 0; i < 6; i++) {
        unsigned char *header = bytes + 512 * i;

        memcpy(header, (const void *)arch_start_info()->mod_start, 512);
        memset(header, 0, 100);
        memcpy(header, names[i], strlen(names[i]));
        header[156] = "000512"[i];
        memcpy(header + 124, "00000000000", 11);
        header[157] = 'x';
    }
}

static void check_damage(void)
{
    static const struct volume volume = { .number = 9, .read_only = true };
    static unsigned char bytes[SMALL_SIZE];
    unsigned int i, complaints = 0;
    size_t before = ringlet_memory_free();

    for (i = 0; i < 200; i++) {
        struct node *root = node_new(&volume, S_IFDIR | 0755, &directory_operations);

        root->directory.parent = root;
        build(bytes);
        if (i)
            spoil(bytes);
        tree_lock();
        complaints += ramdisk_read(root, bytes, i % 4 ? SMALL_SIZE : random_number(SMALL_SIZE)) > 0;
        remove_all(root);
        tree_unlock();
        CHECK_EQUAL(root->references, 1);
        free(root);
    }
    CHECK(complaints > 50);
    CHECK(ringlet_memory_free() + 16 * 4096 >= before);
}

void test(void)
{
    check_files();
    check_read_only();
    check_listing();
    check_place();
    check_memory();
    printf("the damaged ones\n");
    check_damage();
}
