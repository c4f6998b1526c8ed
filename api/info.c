/*
 * <ringlet.h>: facts about the domain.
 */
/* SPDX-License-Identifier: MIT */
#include <ringlet.h>
#include <arch/notes.h>
#include <arch/setup.h>
#include <hypercall/vcpu.h>
#include <hypercall/version.h>
#include <mm/setup.h>
#include <stdarg.h>
#include <lib/format.h>

static void info_print(char *to, size_t size, const char *form, ...)
    __attribute__((format(printf, 3, 4)));

static void info_print(char *to, size_t size, const char *form, ...)
{
    va_list args;

    va_start(args, form);
    format(to, size, form, args);
    va_end(args);
}

const char *ringlet_version(void)
{
    return arch_version;
}

const char *ringlet_xen_version(void)
{
    static char text[16 + sizeof(xen_extraversion_t)];
    xen_extraversion_t extra;
    unsigned int number;

    if (!text[0]) {
        number = version_number();
        version_extra(&extra);
        info_print(text, sizeof(text), "%u.%u%s", number >> 16, number & 0xffff, extra);
    }
    return text;
}

size_t ringlet_memory_bytes(void)
{
    return memory_total();
}

size_t ringlet_memory_free(void)
{
    return memory_free();
}

size_t ringlet_memory_unreachable(void)
{
    return memory_unreachable();
}

unsigned int ringlet_vcpu(void)
{
    return arch_vcpu();
}

unsigned int ringlet_vcpu_count(void)
{
    unsigned int vcpu, count = 0;

    for (vcpu = 0; vcpu < XEN_LEGACY_MAX_VCPUS; vcpu++)
        if (vcpu_is_up(vcpu) == 1)
            count++;
    return count;
}
