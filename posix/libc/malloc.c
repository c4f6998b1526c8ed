/*
 * malloc() and the like: newlib's, with a check around each block.
 *
 * newlib's allocator trusts the sizes and links it finds between its blocks. So each
 * block gets a head and a tail, which are checked before newlib gets the block back.
 * The build renames newlib's functions to raw_* (tools/build/raw-malloc), and the
 * functions here take their names, so that the C library's own calls come here too.
 *
 *     raw block                               address                address + size
 *     |  ...  | distance | spare | size | mark | the caller's         | tail |
 *
 * mark and tail depend on a secret and the address, so they cannot be forged or hit
 * by chance. While a block is free newlib's links lie in its first 8 bytes, so mark
 * tells a second free() from a bad address. distance leads back to the raw block; it
 * exceeds the head's size only for the sake of an alignment.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <malloc.h>
#include <reent.h>
#include <stdint.h>
#include <string.h>
#include <diag/canary.h>
#include <diag/failure.h>
#include <diag/panic.h>
#include <kernel/mutex_inline.h>
#include <lib/util.h>
#include "quarantine.h"

struct head {
    uint32_t distance, spare, size, mark;
};

#define TAIL_SIZE   sizeof(uint32_t)
#define EXTRA       (sizeof(struct head) + TAIL_SIZE)
#define SIZE_LIMIT  (SIZE_MAX / 2 - EXTRA)      /* newlib counts in int */

void *raw_malloc_r(struct _reent *reent, size_t size);
void *raw_realloc_r(struct _reent *reent, void *block, size_t size);
void *raw_memalign_r(struct _reent *reent, size_t alignment, size_t size);
void raw_free_r(struct _reent *reent, void *block);

static struct mutex lock;

/* newlib's names. It takes the lock again while it holds it. */
void __malloc_lock(struct _reent *reent)
{
    (void)reent;
    if (!mutex_take(&lock))
        mutex_lock(&lock);
}

void __malloc_unlock(struct _reent *reent)
{
    (void)reent;
    mutex_give(&lock);
}

static struct head *head_of(const void *address)
{
    return (struct head *)address - 1;
}

static uint32_t live_mark(const void *address)
{
    return canary_secret ^ (uintptr_t)address ^ head_of(address)->size ^
           head_of(address)->distance;
}

static uint32_t freed_mark(const void *address)
{
    return ~(canary_secret ^ (uintptr_t)address);
}

static uint32_t tail_mark(const void *address)
{
    return canary_secret + (uintptr_t)address;
}

static void *no_memory(struct _reent *reent)
{
    reent->_errno = ENOMEM;
    return NULL;
}

/* Puts head and tail into a raw block; NULL stays NULL. */
static void *malloc_give(char *raw, size_t distance, size_t size)
{
    char *address;
    uint32_t tail;

    if (!raw)
        return NULL;
    address = raw + distance;
    tail = tail_mark(address);
    *head_of(address) = (struct head){ .distance = distance, .size = size };
    head_of(address)->mark = live_mark(address);
    memcpy(address + size, &tail, TAIL_SIZE);
    return address;
}

static void __attribute__((noreturn, noinline)) refuse(const char *call, const void *address)
{
    const struct head *head = head_of(address);

    if ((uintptr_t)address % 8 == 0 && head->mark == freed_mark(address))
        panic("%s(%p): a block of %lu bytes that is free already", call, address,
              (unsigned long)head->size);
    if ((uintptr_t)address % 8 == 0 && head->mark == live_mark(address))
        panic("%s(%p): somebody wrote beyond the %lu bytes of this block", call, address,
              (unsigned long)head->size);
    panic("%s(%p): no block of the heap, or somebody wrote before its first byte", call, address);
}

/* A block that comes back must be one that was given out, with head and tail intact. */
static inline struct head *check(const char *call, const void *address)
{
    struct head *head = head_of(address);
    uint32_t tail;

    if ((uintptr_t)address % 8 || head->mark != live_mark(address))
        refuse(call, address);
    memcpy(&tail, (const char *)address + head->size, TAIL_SIZE);
    if (tail != tail_mark(address))
        refuse(call, address);
    return head;
}

/* With DEBUG=1 uninitialised memory shows: it holds neither 0 nor its old contents. */
static void *malloc_fill(void *address, size_t size)
{
    return DEBUG_BUILD && address ? memset(address, 0xcd, size) : address;
}

void *_malloc_r(struct _reent *reent, size_t size)
{
    if (size > SIZE_LIMIT || failure_here())
        return no_memory(reent);
    return malloc_fill(malloc_give(raw_malloc_r(reent, size + EXTRA), sizeof(struct head), size),
                       size);
}

/* Returns NULL, or a block that was freed earlier. */
static void *hold_back(struct _reent *reent, void *address)
{
    void *other;

    __malloc_lock(reent);
    other = quarantine_swap(address, address ? head_of(address)->size : 0);
    __malloc_unlock(reent);
    return other;
}

void _free_r(struct _reent *reent, void *address)
{
    if (!address)
        return;
    check("free", address);
    head_of(address)->mark = freed_mark(address);
    if (DEBUG_BUILD)
        address = hold_back(reent, address);
    if (address)
        raw_free_r(reent, (char *)address - head_of(address)->distance);
}

/* With DEBUG=1: returns all quarantined blocks to newlib. */
void malloc_let_go(void)
{
    unsigned int i;

    for (i = 0; DEBUG_BUILD && i < QUARANTINE_BLOCKS; i++) {
        void *address = hold_back(_REENT, NULL);

        if (address)
            raw_free_r(_REENT, (char *)address - head_of(address)->distance);
    }
}

void *_calloc_r(struct _reent *reent, size_t count, size_t each)
{
    size_t size;
    void *address;

    if (__builtin_mul_overflow(count, each, &size))
        return no_memory(reent);
    address = _malloc_r(reent, size);
    return address ? memset(address, 0, size) : NULL;
}

/* Keeps no alignment beyond malloc()'s, as realloc() need not. */
static void *malloc_move(struct _reent *reent, void *address, size_t size)
{
    size_t old = head_of(address)->size;
    void *other = _malloc_r(reent, size);

    if (!other)
        return NULL;
    memcpy(other, address, MIN(old, size));
    _free_r(reent, address);
    return other;
}

void *_realloc_r(struct _reent *reent, void *address, size_t size)
{
    struct head *head;
    void *raw;

    if (!address)
        return _malloc_r(reent, size);
    head = check("realloc", address);
    if (size > SIZE_LIMIT || failure_here())
        return no_memory(reent);
    if (head->distance != sizeof(*head))
        return malloc_move(reent, address, size);
    head->mark = freed_mark(address);           /* newlib may move it */
    raw = raw_realloc_r(reent, head, size + EXTRA);
    if (!raw)
        head->mark = live_mark(address);
    return malloc_give(raw, sizeof(*head), size);
}

void *_memalign_r(struct _reent *reent, size_t alignment, size_t size)
{
    size_t distance = alignment > sizeof(struct head) ? alignment : sizeof(struct head);

    if (alignment & (alignment - 1)) {
        reent->_errno = EINVAL;
        return NULL;
    }
    if (alignment > SIZE_LIMIT || size > SIZE_LIMIT - alignment || failure_here())
        return no_memory(reent);
    return malloc_fill(malloc_give(raw_memalign_r(reent, distance, distance + size + TAIL_SIZE),
                                   distance, size), size);
}

/* The size that was asked for: the tail lies right behind it. */
size_t _malloc_usable_size_r(struct _reent *reent, void *address)
{
    (void)reent;
    return address ? check("malloc_usable_size", address)->size : 0;
}
