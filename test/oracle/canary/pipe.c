/* SPDX-License-Identifier: MIT */
/* Breaks pipe-basic: pipe2 loses its flags. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <unistd.h>

int __real_pipe2(int fds[2], int flags);

int __wrap_pipe2(int fds[2], int flags)
{
	return __real_pipe2(fds, flags & O_NONBLOCK);
}
