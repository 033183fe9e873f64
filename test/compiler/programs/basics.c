/* SPDX-License-Identifier: MIT */
/* Arguments, environment, auxiliary vector, constructors, numbers, sorting, jumps. */
#include <math.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

static int constructed;

__attribute__((constructor)) static void construct(void)
{
	constructed = 1;
}

static void at_end(void)
{
	puts("at end");
}

static int compare(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

static jmp_buf buffer;

static void jump(int n)
{
	if (n) jump(n - 1);
	longjmp(buffer, 0);
}

int main(int argc, char **argv)
{
	int numbers[] = { 5, -3, 9, 0, 2 };
	int volatile kept = 4;

	for (int i = 0; i < argc; i++) printf("argument %s\n", argv[i]);
	printf("X is %s\n", getenv("X"));
	printf("page %lu, %ld\n", getauxval(AT_PAGESZ), sysconf(_SC_PAGESIZE));
	printf("constructed %d\n", constructed);
	printf("%.17g %a %Lg %g\n", 0.1, 1.0 / 3, 1.0L / 3, sqrt(2));
	qsort(numbers, 5, sizeof *numbers, compare);
	for (int i = 0; i < 5; i++) printf("%d ", numbers[i]);
	int value = setjmp(buffer);
	if (!value) {
		kept = 6;
		jump(3);
	}
	printf("\njumped %d %d\n", value, kept);
	atexit(at_end);
	return 7;
}
