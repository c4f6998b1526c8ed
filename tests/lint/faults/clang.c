/* SPDX-License-Identifier: MIT */
/* An error of code generation, which -fsyntax-only does not see. lint: invalid */
void planted(void);

void planted(void)
{
    __asm__ volatile("no_such_instruction");
}
