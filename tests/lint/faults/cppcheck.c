/* SPDX-License-Identifier: MIT */
/* A loop that goes one past the end. lint: arrayIndexOutOfBounds */
int planted(void);

int planted(void)
{
    int i, sum = 0, words[4] = { 1, 2, 3, 4 };

    for (i = 0; i <= 4; i++)
        sum += words[i];
    return sum;
}
