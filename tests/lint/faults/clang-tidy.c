/* SPDX-License-Identifier: MIT */
/* A pointer that is NULL is followed. lint: clang-analyzer-core.NullDereference */
int planted(const int *at);

int planted(const int *at)
{
    return at ? 0 : *at;
}
