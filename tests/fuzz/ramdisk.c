/*
 * The ramdisk: archives, and the tree of names made from one. A tar or cpio archive
 * is built as the input says, by code that shares nothing with the reader; or the
 * input is the archive (the seeds are written by tar and cpio). Either may be
 * damaged, with its checksums corrected afterwards.
 *
 * All that was put in must come out. In a damaged archive every name and byte must
 * lie within it; the tree is consistent, and removing its names frees all of it.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdarg.h>
#include <arch/irqflags.h>
#include <diag/log.h>
#include <fs/ramdisk.h>
#include <kernel/time.h>
#include <lib/archive.h>
#include <lib/format.h>
#include <vfs/node_file.h>
#include <vfs/tree.h>
#include "fuzz.h"

#define BUILT_MAX   262144
#define TEXT_MAX    5000
#define MEMBERS     12

#include "../archive_build.h"

/* --- the kernel under it ---------------------------------------------------------------- */

bool fake_masked;

void log_printf(const char *form, ...)
{
    char line[LOG_LINE_MAX];
    va_list args;

    va_start(args, form);
    HOLDS(format(line, sizeof(line), form, args) < sizeof(line) - 1);
    va_end(args);
    HOLDS(line[strlen(line) - 1] == '\n');
}

uint64_t time_wall(void)
{
    return 0;
}

void mutex_lock(struct mutex *mutex)
{
    mutex->depth++;
}

void mutex_unlock(struct mutex *mutex)
{
    HOLDS(mutex->depth--);
}

/* --- an archive, built ------------------------------------------------------------------- */

struct wanted {
    enum archive_kind kind;
    char name[TEXT_MAX], target[TEXT_MAX];
    const char *bytes;
    uint32_t size, mode, links, inode;
    uint64_t modified;
};

static bool spoiling;           /* may be wrong */
static struct wanted wanted[MEMBERS];
static unsigned int wanted_count;

static char *put_part(char *to)
{
    static const char *const parts[] = { "a", "b", "c", "./", "/", ".." };
    uint32_t which = fuzz_below(8), length;

    if (which < 6)
        return stpcpy(to, parts[which]);
    if (which == 6)
        return to + fuzz_text(to, 20);
    length = fuzz_below(fuzz_below(16) ? 300 : TEXT_MAX - 600);
    return (char *)memset(to, 'g', length) + length;
}

/* Few different parts, so that names collide; some are long, or mean nothing. */
static void choose_name(char *name)
{
    unsigned int count = 1 + fuzz_below(8);
    char *to = name;

    while (count-- && to < name + 300) {
        to = put_part(to);
        if (fuzz_byte() & 3)
            *to++ = '/';
    }
    strcpy(to, "n");            /* not empty, no directory by a slash at its end, no TRAILER!!! */
}

static void choose_member(struct wanted *member, bool tar)
{
    static const enum archive_kind kinds[] = { ARCHIVE_FILE, ARCHIVE_DIRECTORY, ARCHIVE_SYMLINK,
                                               ARCHIVE_FILE, ARCHIVE_OTHER, ARCHIVE_LINK };

    *member = (struct wanted){ .bytes = "" };
    member->kind = kinds[fuzz_below(tar ? 6 : 5)];
    choose_name(member->name);
    if (member->kind == ARCHIVE_SYMLINK || member->kind == ARCHIVE_LINK)
        choose_name(member->target);
    if (member->kind == ARCHIVE_FILE) {
        member->bytes = (const char *)fuzz_at;
        member->size = fuzz_below((uint32_t)(fuzz_end - fuzz_at) % 600 + 1);
        fuzz_at = member->size < (size_t)(fuzz_end - fuzz_at) ? fuzz_at + member->size : fuzz_end;
        member->size = (uint32_t)((const char *)fuzz_at - member->bytes);
    }
    member->mode = fuzz_word() & 07777;
    member->modified = fuzz_word();
    member->links = 1 + fuzz_below(3);
    member->inode = 1 + fuzz_below(2);
}

/* Writes octal digits, or GNU's binary form. */
static void put_number(char *field, size_t size, uint64_t number)
{
    if (fuzz_byte() & 1) {
        snprintf(field, size, "%0*llo", (int)size - 1, (unsigned long long)number);
        return;
    }
    for (; size--; number >>= 8)
        field[size] = (char)number;
    field[0] |= (char)0x80;
}

static void put_header(const char *prefix, const char *name, char type, const char *target,
                       const struct wanted *member, size_t size)
{
    char header[TAR_BLOCK] = "";

    memcpy(header, name, strnlen(name, 100));
    put_number(header + 100, 8, member->mode);
    put_number(header + 124, 12, size);
    put_number(header + 136, 12, member->modified);
    header[156] = type;
    memcpy(header + 157, target, strnlen(target, 100));
    memcpy(header + 257, "ustar\00000", 8);
    memcpy(header + 345, prefix, strlen(prefix));
    set_checksum(header, fuzz_byte() & 1);
    append(header, TAR_BLOCK, TAR_BLOCK);
}

/* GNU's record for a long name. */
static void put_long(char type, const char *text, const struct wanted *member)
{
    put_header("", "././@LongLink", type, "", member, strlen(text) + 1);
    append(text, strlen(text) + 1, TAR_BLOCK);
}

/* "LENGTH key=value\n"; LENGTH counts the whole line, its own digits too. */
static size_t pax_line(char *to, const char *key, const char *value)
{
    size_t rest = strlen(key) + strlen(value) + 3, length = rest + 1;

    while (rest + (size_t)snprintf(NULL, 0, "%zu", length) != length)
        length++;
    if (spoiling && fuzz_byte() & 1)
        length = fuzz_word() % (fuzz_byte() & 1 ? 3 * length : 100000);
    return (size_t)sprintf(to, "%zu %s=%s\n", length, key, value);
}

static void put_pax(const struct wanted *member, bool name, bool target)
{
    static char lines[3 * TEXT_MAX];
    size_t size = 0;

    if (name)
        size += pax_line(lines + size, "path", member->name);
    size += pax_line(lines + size, "comment", "path=nothing");
    if (target)
        size += pax_line(lines + size, "linkpath", member->target);
    put_header("", "pax", 'x', "", member, size);
    append(lines, size, TAR_BLOCK);
}

/* The slash at which a name can be split for a ustar header, or NULL. */
static char *find_cut(char *name)
{
    char *slash = strchr(name, '/');

    while (slash && (slash == name || strlen(slash + 1) > 100))
        slash = strchr(slash + 1, '/');
    return slash && slash - name <= 155 ? slash : NULL;
}

static void put_tar_member(const struct wanted *member)
{
    static const char types[] = { [ARCHIVE_FILE] = '0', [ARCHIVE_DIRECTORY] = '5',
                                  [ARCHIVE_SYMLINK] = '2', [ARCHIVE_LINK] = '1', [ARCHIVE_OTHER] = '3' };
    char name[TEXT_MAX], *cut = find_cut(strcpy(name, member->name));
    bool long_name = strlen(name) > 100 && !cut, long_target = strlen(member->target) > 100;

    if (!fuzz_below(8)) {
        put_header("", "global", 'g', "", member, 13);
        append("13 path=none\n", 13, TAR_BLOCK);
    }
    if ((long_name || long_target || spoiling) && fuzz_byte() & 1) {
        put_pax(member, long_name, long_target);
    } else {
        if (long_name)
            put_long('L', name, member);
        if (long_target)
            put_long('K', member->target, member);
    }
    if (cut && (strlen(name) > 100 || fuzz_byte() & 1)) {
        *cut = '\0';
        put_header(name, cut + 1, types[member->kind], member->target, member, member->size);
    } else {
        put_header("", name, types[member->kind], member->target, member, member->size);
    }
    append(member->bytes, member->size, TAR_BLOCK);
}

static void put_cpio(const char *name, uint32_t kind, const struct wanted *member,
                     const char *bytes, size_t size)
{
    char header[111];

    snprintf(header, sizeof(header), fuzz_byte() & 1 ? "070701%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x"
                                                     : "070702%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X",
             member->inode, kind | member->mode, 0, 0, member->links, (uint32_t)member->modified,
             (uint32_t)size, 8, 1, 0, 0, (uint32_t)strlen(name) + 1, 0);
    append(header, 110, 1);
    append(name, strlen(name) + 1, 4);
    append(bytes, size, 4);
}

static void put_cpio_member(const struct wanted *member)
{
    static const uint32_t kinds[] = { [ARCHIVE_FILE] = 0100000, [ARCHIVE_DIRECTORY] = 0040000,
                                      [ARCHIVE_SYMLINK] = 0120000, [ARCHIVE_OTHER] = 0020000 };
    bool link = member->kind == ARCHIVE_SYMLINK;

    put_cpio(member->name, kinds[member->kind], member, link ? member->target : member->bytes,
             link ? strlen(member->target) : member->size);
}

static void build(bool tar)
{
    static const struct wanted nothing;
    unsigned int i;

    built_size = 0;
    wanted_count = 1 + fuzz_below(MEMBERS);
    for (i = 0; i < wanted_count; i++) {
        choose_member(&wanted[i], tar);
        if (tar)
            put_tar_member(&wanted[i]);
        else
            put_cpio_member(&wanted[i]);
    }
    if (tar)
        memset(built + built_size, 0, 2 * TAR_BLOCK), built_size += 2 * TAR_BLOCK;
    else
        put_cpio("TRAILER!!!", 0, &nothing, "", 0);
}

/* --- damage --------------------------------------------------------------------------------- */

static void make_sums_right(void)
{
    size_t at;

    for (at = 0; at + TAR_BLOCK <= built_size; at += TAR_BLOCK)
        if (!memcmp(built + at + 257, "ustar", 5))
            set_checksum(built + at, false);
}

static void damage(void)
{
    unsigned int changes = fuzz_below(6);

    while (changes--) {
        size_t at = fuzz_word() % built_size;

        built[at] = (char)(fuzz_byte() & 1 ? fuzz_byte() : "0 7f/\xff\x80"[fuzz_below(8)]);
    }
    if (!(fuzz_byte() & 3))
        built_size = fuzz_word() % (built_size + 1);
}

/* The input itself is the archive. */
static void take_input(void)
{
    built_size = (size_t)(fuzz_end - fuzz_at);
    if (built_size > BUILT_MAX)
        built_size = BUILT_MAX;
    memcpy(built, fuzz_at, built_size);
    fuzz_at = fuzz_end;
}

/* --- what must hold ------------------------------------------------------------------------- */

static struct archive archive;

static void check_wanted(const char *bytes)
{
    struct archive_member member;
    unsigned int i;

    archive_open(&archive, bytes, built_size);
    for (i = 0; i < wanted_count; i++) {
        const struct wanted *put = &wanted[i];

        if (strlen(put->name) > ARCHIVE_NAME_MAX || strlen(put->target) > ARCHIVE_NAME_MAX) {
            HOLDS(archive_next(&archive, &member) == -EINVAL);
            return;
        }
        HOLDS(archive_next(&archive, &member) == 1 && member.kind == put->kind);
        HOLDS(!strcmp(member.name, put->name) && !strcmp(member.target, put->target));
        HOLDS(member.mode == put->mode && member.modified == put->modified);
        HOLDS(member.size == put->size && !memcmp(member.bytes, put->bytes, put->size));
        if (archive.is_cpio && put->kind == ARCHIVE_FILE)
            HOLDS(put->links > 1 ? (uint32_t)member.id == put->inode : !member.id);
    }
    HOLDS(!archive_next(&archive, &member));
}

static void check_members(const char *bytes)
{
    struct archive_member member;
    size_t before = 0;
    int result;

    archive_open(&archive, bytes, built_size);
    while ((result = archive_next(&archive, &member)) == 1) {
        HOLDS(archive.at > before && member.kind <= ARCHIVE_OTHER);
        HOLDS(strnlen(member.name, ARCHIVE_NAME_MAX + 1) <= ARCHIVE_NAME_MAX);
        HOLDS(strnlen(member.target, ARCHIVE_NAME_MAX + 1) <= ARCHIVE_NAME_MAX);
        HOLDS(!member.size || (member.bytes > bytes && member.size < built_size &&
                               member.bytes <= bytes + built_size - member.size));
        before = archive.at;
    }
    HOLDS(result == 0 || (result == -EINVAL && archive.error && *archive.error));
}

/* Counts a node's names in its user field, which the ramdisk does not set. */
static void check_node(const struct entry *entry, const char *bytes)
{
    struct node *node = entry->node;

    HOLDS(entry->length && !memchr(entry->name, '/', entry->length));
    HOLDS(entry->name[0] != '.' || entry->length > 2 ||
          (entry->length == 2 && entry->name[1] != '.'));
    HOLDS(entry_find(entry->directory, entry->name, entry->length) == entry);
    node->user++;
    if (S_ISREG(node->mode) && node->size)
        HOLDS(node->size > 0 && node->bytes > bytes && (size_t)node->size < built_size &&
              node->bytes <= bytes + built_size - node->size);
    if (S_ISLNK(node->mode))
        HOLDS((size_t)node->size == strlen(node->bytes));
}

static void check_directory(struct node *directory, const char *bytes)
{
    unsigned int directories = 0;
    struct entry *entry, *last = NULL;

    for (entry = directory->directory.entries.first; entry; last = entry, entry = entry->link.next) {
        HOLDS(entry->directory == directory && entry->link.previous == last);
        check_node(entry, bytes);
        if (node_is_directory(entry->node)) {
            HOLDS(entry->node->directory.parent == directory && entry->node->directory.name == entry);
            check_directory(entry->node, bytes);
            directories++;
        }
    }
    HOLDS(directory->directory.entries.last == last && directory->links == 2 + directories);
}

/* Begins at the leaves, so that each directory is empty when its name is removed; from both ends. */
static void remove_all(struct node *directory)
{
    struct directory *list = &directory->directory;

    while (list->entries.first) {
        struct entry *first = list->entries.first;
        struct entry *entry = first->cookie & 1 ? list->entries.last : first;

        if (node_is_directory(entry->node))
            remove_all(entry->node);
        else
            HOLDS(entry->node->links == entry->node->user);
        entry->node->user--;
        entry_remove(entry);
    }
    HOLDS(!list->entries.last);
}

static void check_tree(const char *bytes)
{
    static const struct volume volume = { .number = 1, .read_only = true };
    struct node *root = node_new(&volume, S_IFDIR | 0755, &directory_operations);

    root->links = 2;
    root->directory.parent = root;
    ramdisk_read(root, bytes, built_size);
    check_directory(root, bytes);
    remove_all(root);
    HOLDS(root->references == 1 && root->links == 2);
    free(root);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint32_t what;
    char *bytes;

    fuzz_begin(data, size);
    what = fuzz_below(8);
    spoiling = what > 5;
    if (what < 2)
        take_input();
    else
        build(what & 2);
    if (spoiling)
        damage();
    if (what & 1 && (what < 2 || spoiling))
        make_sums_right();
    bytes = malloc(built_size ? built_size : 1);
    memcpy(bytes, built, built_size);
    if (what > 1 && !spoiling)
        check_wanted(bytes);
    check_members(bytes);
    check_tree(bytes);
    free(bytes);
    HOLDS(!fake_masked);
    return 0;
}
