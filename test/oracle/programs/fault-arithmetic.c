/* SPDX-License-Identifier: MIT */
/* Arithmetic that traps, illegal instructions, and abort in its variants. */
#include "observe.h"

#include <assert.h>
#include <limits.h>

static volatile int zero, minus = -1, lowest = INT_MIN;
static volatile long long long_zero;

static void tells(int signal, siginfo_t *info, void *context)
{
	(void)context;
	say("handler of %s, si_code %s", signal_name(signal),
		/* Processors differ in which of them the lowest number divided by -1 is. */
		info->si_code == FPE_INTDIV || info->si_code == FPE_INTOVF ? "of a division" :
		info->si_code == SI_TKILL ? "SI_TKILL" : "another");
	_exit(34);
}

static void returns(int signal)
{
	say("handler of %s returns", signal_name(signal));
}

static int child(const char *mode, const char *handled)
{
	struct sigaction action = { 0 };
	sigset_t set;
	action.sa_sigaction = tells;
	action.sa_flags = SA_SIGINFO;
	if (handled) {
		sigaction(SIGFPE, &action, NULL);
		sigaction(SIGABRT, &action, NULL);
	}
	if (!strcmp(mode, "divide")) say("got %d", 7 / zero);
	if (!strcmp(mode, "remainder")) say("got %d", 7 % zero);
	if (!strcmp(mode, "long divide")) say("got %lld", 7 / long_zero);
	if (!strcmp(mode, "overflow")) say("got %d", lowest / minus);
	if (!strcmp(mode, "trap")) __builtin_trap();
	if (!strcmp(mode, "abort")) abort();
	if (!strcmp(mode, "abort ignored")) {
		signal(SIGABRT, SIG_IGN);
		abort();
	}
	if (!strcmp(mode, "abort blocked")) {
		sigemptyset(&set);
		sigaddset(&set, SIGABRT);
		sigprocmask(SIG_BLOCK, &set, NULL);
		abort();
	}
	if (!strcmp(mode, "abort returns")) {
		signal(SIGABRT, returns);
		abort();
	}
	if (!strcmp(mode, "assert")) {
		close(2);
		assert(zero);
	}
	if (!strcmp(mode, "float")) {
		volatile double nothing = zero;
		yes("1 / 0.0 is infinite", 1 / nothing > 1e300);
	}
	return 0;
}

int main(int argc, char **argv)
{
	static const char *const modes[] = {
		"divide", "remainder", "long divide", "overflow", "abort", "trap", "abort ignored",
		"abort blocked", "abort returns", "assert", "float",
	};
	if (argc > 1) return child(argv[1], argv[2]);
	for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
		say("%s: %s", modes[i], ending(ended(again(modes[i], NULL))));
	for (size_t i = 0; i < 5; i++)
		say("%s with a handler: %s", modes[i], ending(ended(again(modes[i], "handled"))));
	return 0;
}
