/* SPDX-License-Identifier: MIT */
/* Breaks process-wait: waitpid clears the lowest bit of exit statuses. */
#include <sys/wait.h>

pid_t __real_waitpid(pid_t pid, int *status, int options);

pid_t __wrap_waitpid(pid_t pid, int *status, int options)
{
	pid_t result = __real_waitpid(pid, status, options);
	if (result > 0 && status && WIFEXITED(*status)) *status &= ~(1 << 8);
	return result;
}
