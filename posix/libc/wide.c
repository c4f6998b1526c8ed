/*
 * Two functions that towctrans() calls and a newlib without multibyte characters lacks:
 * a wide character is its own Unicode number.
 */
/* SPDX-License-Identifier: MIT */
#include <wchar.h>

struct __locale_t;
wint_t _jp2uc_l(wint_t c, struct __locale_t *locale);
wint_t _uc2jp_l(wint_t c, struct __locale_t *locale);

wint_t _jp2uc_l(wint_t c, struct __locale_t *locale)
{
    (void)locale;
    return c;
}

wint_t _uc2jp_l(wint_t c, struct __locale_t *locale)
{
    (void)locale;
    return c;
}
