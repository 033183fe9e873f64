/* SPDX-License-Identifier: MIT */
/* Breaks file-read-write: pwrite writes one byte later. */
#include <unistd.h>

ssize_t __real_pwrite(int fd, const void *bytes, size_t count, off_t offset);

ssize_t __wrap_pwrite(int fd, const void *bytes, size_t count, off_t offset)
{
	return __real_pwrite(fd, bytes, count, offset + 1);
}
