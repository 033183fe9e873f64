/* SPDX-License-Identifier: MIT */
/* Breaks signal-pending: sigprocmask never blocks SIGUSR2. */
#include <signal.h>

int __real_sigprocmask(int how, const sigset_t *set, sigset_t *old);

int __wrap_sigprocmask(int how, const sigset_t *set, sigset_t *old)
{
	sigset_t open;
	if (set && how == SIG_BLOCK) {
		open = *set;
		sigdelset(&open, SIGUSR2);
		set = &open;
	}
	return __real_sigprocmask(how, set, old);
}
