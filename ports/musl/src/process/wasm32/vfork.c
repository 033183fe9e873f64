/* SPDX-License-Identifier: MIT */
/* In the place of src/process/vfork.c: see _Fork.c. */
#define _GNU_SOURCE
#include <errno.h>
#include <unistd.h>

pid_t vfork(void)
{
	errno = ENOSYS;
	return -1;
}
