/* SPDX-License-Identifier: MIT */
/* Breaks memory-map: mremap does not keep the bytes. */
#define _GNU_SOURCE
#include <stdarg.h>
#include <string.h>
#include <sys/mman.h>

void *__real_mremap(void *old, size_t old_size, size_t size, int flags, ...);

void *__wrap_mremap(void *old, size_t old_size, size_t size, int flags, ...)
{
	void *result = __real_mremap(old, old_size, size, flags);
	if (result != MAP_FAILED) memset(result, 0, 1);
	return result;
}
