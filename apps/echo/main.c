/*
 * Echoes each line typed on the console. Ends at "quit" or control-D.
 */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char line[256];

    printf("Type a line; quit or control-D ends.\n");
    for (;;) {
        printf("> ");
        fflush(stdout);
        if (!fgets(line, sizeof(line), stdin))
            break;
        line[strcspn(line, "\n")] = '\0';
        if (strcmp(line, "quit") == 0)
            break;
        printf("you said: %s\n", line);
    }
    printf("bye\n");
    return 0;
}
