/*
 * Random numbers: a saved image must not reveal the numbers drawn after its restore,
 * dom0's seed is used and removed, and the numbers look random.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <domain/lifecycle.h>
#include <drivers/xenstore.h>
#include <kernel/thread.h>
#include <kernel/time.h>
#include <posix/entropy.h>
#include <sys/random.h>
#define VERDICT_LEAK_ALLOWED (20 * 4096)
#include <verdict.h>

#define MS 1000000ULL

/* --- statistics -------------------------------------------------------------------- */

#define SAMPLE 65536

/* 524,288 bits: half are set, give or take 6 standard deviations, which are 362 each. */
static void check_bits(const unsigned char *bytes)
{
    int set = 0, i;

    for (i = 0; i < SAMPLE; i++)
        set += __builtin_popcount(bytes[i]);
    CHECK(set > SAMPLE * 4 - 2172 && set < SAMPLE * 4 + 2172);
}

/* Chi-square of 256 values: 255, give or take 6 standard deviations, which are 22.6 each. */
static void check_values(const unsigned char *bytes)
{
    static unsigned int count[256];
    uint64_t squares = 0;
    int i;

    for (i = 0; i < SAMPLE; i++)
        count[bytes[i]]++;
    for (i = 0; i < 256; i++)
        squares += (uint64_t)count[i] * count[i];
    squares = squares * 256 / SAMPLE - SAMPLE;
    printf("chi-square %llu\n", squares);
    CHECK(squares > 119 && squares < 391);
}

/* No 8 bytes may come twice: two equal ones among 8192 of 2^64 are all but impossible. */
static int compare(const void *one, const void *other)
{
    return memcmp(one, other, 8);
}

static void check_repeats(unsigned char *bytes)
{
    int i, twice = 0;

    qsort(bytes, SAMPLE / 8, 8, compare);
    for (i = 8; i < SAMPLE; i += 8)
        twice += !memcmp(bytes + i, bytes + i - 8, 8);
    CHECK_EQUAL(twice, 0);
}

static void check_numbers(void)
{
    unsigned char *bytes = malloc(SAMPLE);

    CHECK_EQUAL(getrandom(bytes, SAMPLE, 0), SAMPLE);
    check_bits(bytes);
    check_values(bytes);
    check_repeats(bytes);
    free(bytes);
}

/* --- calls --------------------------------------------------------------------------- */

static void check_calls(void)
{
    unsigned char bytes[300] = { 0 }, zeros[300] = { 0 };

    CHECK_EQUAL(getentropy(bytes, 257), -1);
    CHECK_EQUAL(errno, EIO);
    CHECK(!memcmp(bytes, zeros, 300));
    CHECK_EQUAL(getentropy(bytes, 256), 0);
    CHECK(memcmp(bytes + 240, zeros, 16));
    CHECK(!memcmp(bytes + 256, zeros, 44));
    CHECK_EQUAL(getrandom(bytes, 16, 4), -1);
    CHECK_EQUAL(errno, EINVAL);
    CHECK_EQUAL(getrandom(bytes, 16, GRND_RANDOM | GRND_NONBLOCK), 16);
    CHECK(arc4random_uniform(10) < 10);
}

static void check_device(const char *path)
{
    unsigned char one[64] = { 0 }, other[64] = { 0 }, zeros[64] = { 0 };
    int fd = open(path, O_RDWR);

    CHECK(fd >= 0);
    CHECK_EQUAL(read(fd, one, sizeof(one)), sizeof(one));
    CHECK_EQUAL(read(fd, other, sizeof(other)), sizeof(other));
    CHECK(memcmp(one, other, sizeof(one)) && memcmp(one, zeros, sizeof(one)));
    CHECK(memcmp(other + 48, zeros, 16));
    CHECK_EQUAL(write(fd, one, sizeof(one)), sizeof(one));
    CHECK_EQUAL(close(fd), 0);
}

/* --- seeds --------------------------------------------------------------------------- */

static void check_seeds(void)
{
    char seed[64];

    CHECK_EQUAL(random_seed(""), -EINVAL);
    CHECK_EQUAL(random_seed("0001020304050607"), -EINVAL);
    CHECK_EQUAL(random_seed("000102030405060708090a0b0c0d0e0"), -EINVAL);
    CHECK_EQUAL(random_seed("000102030405060708090a0b0c0d0e0x"), -EINVAL);
    CHECK_EQUAL(random_seed("000102030405060708090A0B0c0d0e0f"), 0);
    CHECK(xenstore_read(NULL, "data/random-seed", seed, sizeof(seed)) > 0);
    arc4random();
    CHECK_EQUAL(xenstore_read(NULL, "data/random-seed", seed, sizeof(seed)), -ENOENT);
}

/* --- two threads ----------------------------------------------------------------------- */

static unsigned char drawn[2][4096];

static void *draw(void *to)
{
    int i;

    for (i = 0; i < 4096; i += 64)
        arc4random_buf((char *)to + i, 64);
    return NULL;
}

static void check_threads(void)
{
    struct thread *other = thread_create("draw", draw, drawn[1], 8192, THREAD_PRIORITY_DEFAULT);
    int i, j, same = 0;

    draw(drawn[0]);
    thread_join(other, NULL);
    for (i = 0; i < 4096; i += 64)
        for (j = 0; j < 4096; j += 64)
            same += !memcmp(drawn[0] + i, drawn[1] + j, 64);
    CHECK_EQUAL(same, 0);
}

/* --- suspensions ----------------------------------------------------------------------- */

static void print_hex(const char *what)
{
    unsigned char bytes[32];
    int i;

    arc4random_buf(bytes, sizeof(bytes));
    printf("%s ", what);
    for (i = 0; i < 32; i++)
        printf("%02x", bytes[i]);
    printf("\n");
}

static volatile unsigned int suspensions;

static void tell(struct lifecycle_listener *listener, enum lifecycle_occasion occasion)
{
    (void)listener;
    suspensions += occasion == LIFECYCLE_RESTORED || occasion == LIFECYCLE_CANCELLED;
}

void test(void)
{
    static struct lifecycle_listener listener = { .tell = tell };
    unsigned int seen = 0;
    char word[32];

    check_seeds();
    check_calls();
    check_device("/dev/urandom");
    check_device("/dev/random");
    check_numbers();
    check_threads();
    lifecycle_listen(&listener);
    print_hex("drawn");
    while (xenstore_read(NULL, "data/end", word, sizeof(word)) <= 0) {
        if (suspensions != seen) {
            seen = suspensions;
            snprintf(word, sizeof(word), "going on %u", seen);
            print_hex(word);
        }
        thread_sleep(10 * MS);
    }
    lifecycle_leave(&listener);
}
