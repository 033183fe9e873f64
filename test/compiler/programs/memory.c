/* SPDX-License-Identifier: MIT */
/* malloc up to the limit, mappings, break. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define ANONYMOUS (MAP_PRIVATE | MAP_ANONYMOUS)

static int zero(const char *p, size_t n)
{
	while (n--) if (*p++) return 0;
	return 1;
}

static char *map(void *at, size_t length, int flags)
{
	return mmap(at, length, PROT_READ | PROT_WRITE, ANONYMOUS | flags, -1, 0);
}

static void mappings(void)
{
	char *a = map(0, 5000, 0);
	memset(a, 1, 8192);
	printf("unmap %d\n", munmap(a, 8192));
	char *b = map(0, 8192, 0);
	printf("again %d zero %d\n", a == b, zero(b, 8192));
	b[0] = 9;
	char *c = mremap(b, 8192, 1 << 20, MREMAP_MAYMOVE);
	printf("grown %d zero %d\n", c[0], zero(c + 8192, (1 << 20) - 8192));
	map(c + 4096, 4096, MAP_FIXED);
	printf("fixed %d\n", zero(c + 4096, 4096));
	madvise(c, 4096, MADV_DONTNEED);
	printf("not needed %d\n", c[0]);
	printf("taken %d %s\n", map(c, 4096, MAP_FIXED_NOREPLACE) == MAP_FAILED, strerror(errno));
	printf("data %d %s\n", map((void *)65536, 4096, MAP_FIXED) == MAP_FAILED, strerror(errno));
	printf("length 0 %d %s\n", map(0, 0, 0) == MAP_FAILED, strerror(errno));
	printf("protect %d\n", mprotect(c, 4096, PROT_READ));
	munmap(c, 1 << 20);
	printf("protect none %d %s\n", mprotect(c, 4096, PROT_READ), strerror(errno));
	printf("unaligned %d %s\n", munmap(c + 1, 4096), strerror(errno));
}

int main(void)
{
	size_t total = 0, blocks = 0;
	char *volatile p, *last = 0;

	mappings();
	printf("break %d %d %s\n", sbrk(0) != (void *)-1, sbrk(1) == (void *)-1, strerror(errno));
	while ((p = malloc(1 << 20))) {
		*(char **)p = last;
		last = p;
		total += 1 << 20;
		blocks++;
	}
	printf("malloc ends %s after %d\n", strerror(errno), blocks > 50 && blocks < 64);
	for (; last; last = p) {
		p = *(char **)last;
		free(last);
	}
	p = malloc(total / 2);
	printf("half again %d\n", p != 0);
	p = malloc(SIZE_MAX / 2);
	printf("huge %d %d\n", p == 0, map(0, SIZE_MAX / 2 - 1, 0) == MAP_FAILED);
	return 0;
}
