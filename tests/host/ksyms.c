/*
 * Names of functions: the table that tools/build/ksyms made of ksyms.nm, read back.
 */
/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <diag/ksyms.h>
#include "check.h"

static bool is(uintptr_t address, const char *wanted, uintptr_t wanted_offset)
{
    uintptr_t offset;
    const char *name = ksym_lookup(address, &offset);

    return name && strcmp(name, wanted) == 0 && offset == wanted_offset;
}

static void names(void)
{
    CHECK(is(0x301000, "_start", 0));
    CHECK(is(0x301023, "_start", 0x23));        /* the local label is not a function */
    CHECK(is(0x301024, "frame_alloc", 0));
    CHECK(is(0x301060, "frame_allocate_many", 0));
    CHECK(is(0x3010a1, "frame_free", 0));       /* shorter than the one before */
    CHECK(is(0x3010af, "frame_free_batch", 6)); /* the compiler's suffix is gone */
    CHECK(is(0x310122, "last", 0x112));
}

static void aliases(void)
{
    CHECK(is(0x300fff, "hypercall_page", 0xfff));
    CHECK(is(0x309000, "z", 0));
}

/* The build cuts long names so that they fit the reader's buffer. */
static void long_names(void)
{
    uintptr_t offset;

    CHECK(strlen(ksym_lookup(0x3010b0, &offset)) == KSYM_NAME_MAX - 1);
}

static void outside(void)
{
    uintptr_t offset;

    CHECK(!ksym_lookup(0, &offset) && !ksym_lookup(0x2fffff, &offset));
    CHECK(!ksym_lookup(0x310123, &offset) && !ksym_lookup(UINTPTR_MAX, &offset));
}

static const struct check_test tests[] = {
    { "ksyms names", names }, { "ksyms aliases", aliases }, { "ksyms long names", long_names },
    { "ksyms outside", outside },
};
CHECK_MAIN(tests)
