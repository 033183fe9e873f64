/* SPDX-License-Identifier: MIT */
/* Breaks fault-handler: handlers of SIGSEGV are taken and forgotten. */
#include <signal.h>
#include <stddef.h>

int __real_sigaction(int signal, const struct sigaction *action, struct sigaction *old);

int __wrap_sigaction(int signal, const struct sigaction *action, struct sigaction *old)
{
	return __real_sigaction(signal, signal == SIGSEGV ? NULL : action, old);
}
