// SPDX-License-Identifier: MIT
/* What a program was given: a line of each. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

extern char **environ;

int main(int argc, char **argv)
{
	char buffer[256];
	int i, c;

	for (i = 0; i < argc; i++)
		printf("argument %s\n", argv[i]);
	for (i = 0; environ[i]; i++)
		printf("environment %s\n", environ[i]);
	printf("directory %s\n", getcwd(buffer, sizeof(buffer)));
	printf("user %d %d\n", getuid(), getgid());
	printf("input ");
	while ((c = getchar()) != EOF)
		putchar(c);
	printf("\n");
	fprintf(stderr, "to standard error\n");
	return argc > 1 ? atoi(argv[1]) : 0;
}
