/* SPDX-License-Identifier: MIT */
/* malloc and its kin: large blocks, growth, reuse, alignment, and requests that cannot be met. */
#include "observe.h"

#include <malloc.h>

static int same(const char *bytes, size_t count, char value)
{
	for (size_t i = 0; i < count; i++)
		if (bytes[i] != value) return 0;
	return 1;
}

int main(void)
{
	size_t large = 40 << 20;
	char *block = malloc(large);
	yes("40 MiB", block != NULL);
	memset(block, 'a', large);
	yes("all of it can be written", same(block, large, 'a'));
	block = realloc(block, large + (8 << 20));
	yes("8 MiB more", block != NULL);
	yes("the old bytes are there", same(block, large, 'a'));
	block = realloc(block, 1000);
	yes("1000 bytes of it", block != NULL && same(block, 1000, 'a'));
	free(block);

	block = calloc(1000, 5000);
	yes("calloc gives zeros", block != NULL && same(block, 5000000, 0));
	memset(block, 'b', 5000000);
	free(block);
	block = calloc(1000, 5000);
	yes("also in memory used before", block != NULL && same(block, 5000000, 0));
	free(block);

	void *aligned = NULL;
	code("posix_memalign", posix_memalign(&aligned, 4096, 10000));
	yes("it is aligned", (uintptr_t)aligned % 4096 == 0);
	free(aligned);
	code("posix_memalign of 3", posix_memalign(&aligned, 3, 100));
	aligned = aligned_alloc(256, 512);
	yes("aligned_alloc", aligned && (uintptr_t)aligned % 256 == 0);
	free(aligned);

	errno = 0;
	void *volatile nothing = malloc((size_t)-1 / 2);
	say("half of all addresses: %s", nothing ? "ok" : errno_name(errno));
	errno = 0;
	volatile size_t many = (size_t)-1 / 3;
	nothing = calloc(many, 5);
	say("a product that overflows: %s", nothing ? "ok" : errno_name(errno));

	/* Many rounds of ever the same need no more memory. */
	int failed = 0;
	for (int i = 0; i < 2000; i++) {
		char *one = malloc(1 << 20), *two = malloc(1000 + i);
		if (!one || !two) failed++;
		else one[i] = two[i % 1000] = 'c';
		free(one);
		free(two);
	}
	show("failures in 2000 rounds of 1 MiB", failed);
	return 0;
}
