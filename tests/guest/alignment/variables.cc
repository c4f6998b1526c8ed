/*
 * Thread-local variables of C++: one with a constructor, and others beside it.
 */
/* SPDX-License-Identifier: MIT */
#include <cstdint>

struct vector {
    alignas(16) float parts[4];
    vector() : parts{ 1, 2, 3, 4 } {}
};

static thread_local vector made;
static thread_local bool flag = true;
alignas(32) static thread_local char text[5] = "text";

static bool is_aligned(const volatile void *at, std::uintptr_t unit)
{
    std::uintptr_t address = reinterpret_cast<std::uintptr_t>(at);

    __asm__("" : "+r"(address));
    return !(address % unit);
}

/* Returns the number of errors. */
extern "C" unsigned int check_cxx_variables()
{
    return (made.parts[3] != 4) + !is_aligned(&made, 16) + !flag + (text[0] != 't') +
           !is_aligned(text, 32);
}
