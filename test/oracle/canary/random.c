/* SPDX-License-Identifier: MIT */
/* Breaks random-bytes: getrandom gives one byte less. */
#include <sys/random.h>

ssize_t __real_getrandom(void *bytes, size_t count, unsigned flags);

ssize_t __wrap_getrandom(void *bytes, size_t count, unsigned flags)
{
	return __real_getrandom(bytes, count > 1 ? count - 1 : count, flags);
}
