/* SPDX-License-Identifier: MIT */
/* In the place of src/mman/posix_madvise.c: the range is checked, the advice changes nothing. */
#define _GNU_SOURCE
#include <errno.h>
#include <sys/mman.h>

int __madvise(void *, size_t, int);

int posix_madvise(void *addr, size_t len, int advice)
{
	int before = errno, result = 0;
	if (advice == MADV_DONTNEED) return 0;
	if (__madvise(addr, len, advice)) result = errno;
	errno = before;
	return result;
}
