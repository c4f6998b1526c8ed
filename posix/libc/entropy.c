/*
 * The seed of newlib's random generator.
 *
 * The generator is ChaCha and takes pieces of 40 bytes, each mixed into its key by
 * a run of the cipher. So one good source is enough, and a bad one cannot undo it.
 * The generator asks before each use whether to reseed (libc_features.h). It gets
 * all sources anew when
 *   - it is used for the first time: a program without random numbers pays nothing;
 *   - the domain resumes from a suspension, as its image may be run twice;
 *   - it has produced 1.6 MB.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <arch/cpu.h>
#include <arch/random.h>
#include <diag/log.h>
#include <drivers/xenstore.h>
#include <events/suspend_hook.h>
#include <hypercall/version.h>
#include <kernel/clock_reads.h>
#include <kernel/thread.h>
#include <kernel/time.h>
#include <posix/entropy.h>

#define SEED_NODE "data/random-seed"
#define SEED_WORDS (RANDOM_SEED_MAX / 4)
#define JITTER_WORDS 20
#define LOOKS_PER_WORD 16

/* A multiple of 40 bytes; the first 40 hold what differs from domain to domain. */
static struct {
    uint64_t wall, monotonic;
    uint32_t clock_reads, counter, unused[4];
    uint32_t cpu[10];
    uint32_t command_line[SEED_WORDS];
    uint32_t xenstore[SEED_WORDS];
    uint32_t jitter[JITTER_WORDS];
} material;

_Static_assert(sizeof(material) % 40 == 0, "the generator takes pieces of 40 bytes");

static size_t given = sizeof(material);
static volatile int stale = true;
static unsigned char command_line_seed[RANDOM_SEED_MAX];

/* --- the seed on the command line ---------------------------------------------- */

static int entropy_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

int random_seed(const char *hex)
{
    size_t length = strlen(hex), i;

    if (length % 2 || length < 2 * RANDOM_SEED_MIN || length > 2 * RANDOM_SEED_MAX)
        return -EINVAL;
    for (i = 0; i < length; i += 2) {
        int high = entropy_digit(hex[i]), low = entropy_digit(hex[i + 1]);

        if (high < 0 || low < 0)
            return -EINVAL;
        command_line_seed[i / 2] = (unsigned char)(high << 4 | low);
    }
    return 0;
}

/* --- sources --------------------------------------------------------------------- */

/* The node is removed, so that nobody can read it and no copy of the domain uses it again. */
static void read_seed_of_xenstore(void)
{
    char seed[RANDOM_SEED_MAX + 1];
    int length = xenstore_read(NULL, SEED_NODE, seed, sizeof(seed));

    if (length == -E2BIG)
        log_printf("random: " SEED_NODE ": more than %d bytes, not used\n", RANDOM_SEED_MAX);
    if (length <= 0)
        return;
    memcpy(material.xenstore, seed, (size_t)length);
    memset(seed, 0, sizeof(seed));
    xenstore_rm(NULL, SEED_NODE);
}

/*
 * The time a call to Xen takes, and the moment of a timer's event, vary each time:
 * caches, other domains, interrupts.
 */
static uint32_t jitter_word(void)
{
    uint32_t word = 0;
    int i;

    thread_sleep(1);
    for (i = 0; i < LOOKS_PER_WORD; i++) {
        version_number();
        word = (word << 5 | word >> 27) ^ (uint32_t)cpu_timestamp();
    }
    return word;
}

static void entropy_gather(void)
{
    int i;

    given = 0;
    material.wall = time_wall();
    material.monotonic = time_monotonic();
    material.clock_reads = time_reads();
    material.counter = (uint32_t)cpu_timestamp();
    arch_random(material.cpu, sizeof(material.cpu) / sizeof(material.cpu[0]));
    memcpy(material.command_line, command_line_seed, sizeof(material.command_line));
    read_seed_of_xenstore();
    for (i = 0; i < JITTER_WORDS; i++)
        material.jitter[i] = jitter_word();
}

/* --- after a suspension ------------------------------------------------------------ */

/* A cancelled suspension counts too: the image may have been kept. */
static void entropy_resume(bool cancelled)
{
    (void)cancelled;
    stale = true;
}

static const struct suspend_hook hook SUSPEND_HOOK(optional, 50) = { NULL, entropy_resume };

/* --- for the generator ------------------------------------------------------------- */

int random_more(void)
{
    if (stale) {
        stale = false;
        suspend_hook_use(&hook);
        entropy_gather();
    }
    return given < sizeof(material);
}

int random_material(void *to, size_t size)
{
    char *next;

    if (given >= sizeof(material))
        entropy_gather();
    next = (char *)&material + given;
    if (size > sizeof(material) - given)
        size = sizeof(material) - given;
    memcpy(to, next, size);
    memset(next, 0, size);
    given += size;
    return 0;
}
