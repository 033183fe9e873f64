/* SPDX-License-Identifier: MIT */
/* Breaks clock-sleep: nanosleep comes back at once. */
#include <time.h>

int __wrap_nanosleep(const struct timespec *time, struct timespec *left)
{
	(void)time;
	(void)left;
	return 0;
}
