/* SPDX-License-Identifier: MIT */
/* Breaks proc-self: writes of sysctls and of everything but lines are lost. */
#include <unistd.h>

ssize_t __real_write(int fd, const void *bytes, size_t count);

ssize_t __wrap_write(int fd, const void *bytes, size_t count)
{
	return fd > 2 ? (ssize_t)count : __real_write(fd, bytes, count);
}
