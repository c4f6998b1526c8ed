/*
 * For fuzz targets: the event mask is a flag that they can check.
 */
/* SPDX-License-Identifier: MIT */
#ifndef ARCH_IRQFLAGS_H
#define ARCH_IRQFLAGS_H

#include <stdbool.h>
#include <arch/cpu.h>

extern bool fake_masked;

static inline void events_mask(void)
{
    fake_masked = true;
}

static inline void events_unmask(void)
{
    fake_masked = false;
}

static inline bool events_masked(void)
{
    return fake_masked;
}

static inline bool events_save_mask(void)
{
    bool unmask = !fake_masked;

    fake_masked = true;
    return unmask;
}

static inline void events_restore(bool unmask)
{
    fake_masked = !unmask;
}

#endif
