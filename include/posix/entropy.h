/*
 * Random numbers: the seed of newlib's generator, arc4random().
 *
 * Programs use arc4random() and arc4random_buf() of <stdlib.h>, or getentropy() and
 * getrandom(), which are built on them. Thread context.
 */
/* SPDX-License-Identifier: MIT */
#ifndef POSIX_ENTROPY_H
#define POSIX_ENTROPY_H

#include <stddef.h>

/* The most bytes of a seed that are used, and the least that are accepted. */
#define RANDOM_SEED_MAX 80
#define RANDOM_SEED_MIN 16

/*
 * The seed on the command line, ringlet.seed=HEX: 0, or -EINVAL: not an even
 * number of hex digits, too few, too many. At boot.
 */
int random_seed(const char *hex);

/*
 * For newlib's generator, under its lock. random_more: is there seed material that it
 * has not used? There is before its first use, and after a suspension.
 * random_material: the next piece; always returns 0.
 */
int random_more(void);
int random_material(void *to, size_t size);

#endif
