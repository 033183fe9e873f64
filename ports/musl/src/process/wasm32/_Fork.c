/* SPDX-License-Identifier: MIT */
/*
 * In the place of src/process/_Fork.c. Nothing here can return twice: fork() fails with ENOSYS.
 * posix_spawn, system and popen start programs without it.
 */
#include <errno.h>
#include <unistd.h>

pid_t _Fork(void)
{
	errno = ENOSYS;
	return -1;
}
