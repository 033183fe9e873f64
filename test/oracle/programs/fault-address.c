/* SPDX-License-Identifier: MIT */
/* Accesses that no memory stands behind, with and without a handler. */
#include "observe.h"

static int *volatile null_pointer;
static int *volatile wild = (int *)(uintptr_t)0xfffff000u;
static void (*volatile no_function)(void);

static const char *mode;

static void tells(int signal, siginfo_t *info, void *context)
{
	(void)context;
	say("handler of %s", signal_name(signal));
	yes("si_signo is SIGSEGV", info->si_signo == SIGSEGV);
	yes("the kernel sent it", info->si_code > 0);
	say("%s: si_addr is near null: %s", mode,
		(uintptr_t)info->si_addr < 4096 ? "yes" : "no");
	_exit(33);
}

static int child(const char *handled)
{
	char buffer[16];
	struct sigaction action = { 0 };
	action.sa_sigaction = tells;
	action.sa_flags = SA_SIGINFO;
	if (handled) sigaction(SIGSEGV, &action, NULL);
	if (!strcmp(mode, "ignored")) signal(SIGSEGV, SIG_IGN);
	if (!strcmp(mode, "blocked")) {
		sigset_t set;
		sigfillset(&set);
		sigprocmask(SIG_BLOCK, &set, NULL);
	}
	if (!strcmp(mode, "null write")) *null_pointer = 1;
	if (!strcmp(mode, "near null")) buffer[0] = ((char *)null_pointer)[200];
	if (!strcmp(mode, "wild read")) say("read %d", *wild);
	if (!strcmp(mode, "wild write")) *wild = 1;
	if (!strcmp(mode, "no function")) no_function();
	if (!strcmp(mode, "copy")) memcpy(buffer, null_pointer, sizeof buffer);
	if (!strcmp(mode, "string")) say("length %d", (int)strlen((char *)null_pointer));
	say("null read %d", *null_pointer);
	return 0;
}

int main(int argc, char **argv)
{
	static const char *const modes[] = {
		"null read", "null write", "near null", "wild read", "wild write", "no function",
		"copy", "string", "ignored", "blocked",
	};
	if (argc > 1) {
		mode = argv[1];
		return child(argv[2]);
	}
	for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
		say("%s: %s", modes[i], ending(ended(again(modes[i], NULL))));
	for (size_t i = 0; i < 8; i++)
		say("%s with a handler: %s", modes[i], ending(ended(again(modes[i], "handled"))));
	return 0;
}
