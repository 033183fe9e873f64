/* SPDX-License-Identifier: MIT */
/* In the place of src/mman/mlockall.c: pages of a program are never swapped out. */
#include <errno.h>
#include <sys/mman.h>
#include "syscall.h"

int mlockall(int flags)
{
	int known = MCL_CURRENT | MCL_FUTURE | 4 /* MCL_ONFAULT */;
	return __syscall_ret(!flags || flags & ~known ? -EINVAL : 0);
}
