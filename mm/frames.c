/*
 * The frame allocator.
 *
 * A guest of 1 GiB must start as fast as one of 4 MiB, so nothing here takes time
 * proportional to memory at boot. Frames that were never used are handed out by a
 * counter; only frames that were freed are in a bitmap, with one page for each
 * 32,768 frames. Except for the first, that page is the first frame of its range
 * that was freed. A clear bit is "in use, or never used", a set bit "freed".
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <arch/pagetable.h>
#include <diag/failure.h>
#include <diag/panic.h>
#include <kernel/lock.h>
#include <mm/frames.h>
#include <mm/heap.h>
#include <mm/map.h>
#include <mm/p2m.h>
#include <mm/poison.h>

#define CHUNK_WORDS     (PAGE_SIZE / sizeof(unsigned long))
#define CHUNK_FRAMES    (CHUNK_WORDS * WORD_BITS)
#define FRAMES_MAX      0x100000        /* 4 GiB: more has no addresses */
#define CHUNKS          (FRAMES_MAX / CHUNK_FRAMES)

/* All of it protected by the kernel lock. */
static unsigned long first_chunk[CHUNK_WORDS];
static unsigned long *chunks[CHUNKS] = { first_chunk };
static size_t chunk_free[CHUNKS];
static size_t returned;         /* set bits in all */
static unsigned int hint;       /* the word where a bit was last set or taken: searches begin there */
static pfn_t fresh, limit;

void frames_init(pfn_t first, size_t pages)
{
    fresh = first;
    limit = pages < FRAMES_MAX ? pages : FRAMES_MAX;
}

static pfn_t take_from_chunk(unsigned int chunk)
{
    unsigned long *words = chunks[chunk];
    unsigned int i, bit;

    for (i = 0; i < CHUNK_WORDS; i++) {
        unsigned int word = (hint + i) % CHUNK_WORDS;

        if (!words[word])
            continue;
        hint = word;
        bit = __builtin_ctzl(words[word]);
        words[word] &= words[word] - 1;
        chunk_free[chunk]--;
        returned--;
        return chunk * CHUNK_FRAMES + word * WORD_BITS + bit;
    }
    panic("frames: chunk %u says %u free, has none", chunk, (unsigned int)chunk_free[chunk]);
}

static pfn_t take_returned(void)
{
    unsigned int chunk;

    for (chunk = 0; chunk < CHUNKS; chunk++)
        if (chunk_free[chunk]) {
            pfn_t pfn = take_from_chunk(chunk);

            if (DEBUG_BUILD)
                poison_check_frame(pfn);
            return pfn;
        }
    return PFN_NONE;
}

static pfn_t take_fresh(void)
{
    return fresh < limit ? fresh++ : PFN_NONE;
}

pfn_t frame_alloc(void)
{
    bool unlock;
    pfn_t pfn;

    if (failure_here())
        return PFN_NONE;
    unlock = kernel_lock_save();
    pfn = returned ? take_returned() : take_fresh();

    if (pfn == PFN_NONE)
        pfn = heap_give_back();
    kernel_lock_restore(unlock);
    return pfn;
}

int frame_alloc_many(mfn_t *mfns, size_t count)
{
    size_t i;

    for (i = 0; i < count; i++) {
        pfn_t pfn = frame_alloc();

        if (pfn == PFN_NONE) {
            while (i--)
                frame_free(mfn_to_pfn(mfns[i]));
            return -ENOMEM;
        }
        mfns[i] = pfn_to_mfn(pfn);
    }
    return 0;
}

/* The first freed frame of a range becomes the range's bitmap. */
static void make_chunk(unsigned int chunk, pfn_t pfn)
{
    mfn_t mfn = pfn_to_mfn(pfn);
    unsigned long *words = map_frames(&mfn, 1, PTE_READ_WRITE);

    if (!words)
        panic("frames: no place to map the bitmap of pfn %x", pfn);
    memset(words, 0, PAGE_SIZE);
    chunks[chunk] = words;
}

void frame_free(pfn_t pfn)
{
    unsigned int chunk = pfn / CHUNK_FRAMES;
    unsigned int word = pfn % CHUNK_FRAMES / WORD_BITS;
    unsigned long bit = 1UL << pfn % WORD_BITS;
    bool unlock;

    if (pfn >= fresh)
        panic("frame_free: pfn %x was never handed out", pfn);
    unlock = kernel_lock_save();
    if (!chunks[chunk]) {
        make_chunk(chunk, pfn);
    } else {
        if (chunks[chunk][word] & bit)
            panic("frame_free: pfn %x is free already", pfn);
        if (DEBUG_BUILD)
            poison_frame(pfn);
        chunks[chunk][word] |= bit;
        chunk_free[chunk]++;
        returned++;
        hint = word;
    }
    kernel_lock_restore(unlock);
}

size_t frames_free(void)
{
    return returned + (limit > fresh ? limit - fresh : 0);
}
