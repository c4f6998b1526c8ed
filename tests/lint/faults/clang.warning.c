/* SPDX-License-Identifier: MIT */
/* A warning of clang's that gcc lacks. lint: -Wself-assign */
void planted(int value);

void planted(int value)
{
    value = value;
}
