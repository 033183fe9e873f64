/* SPDX-License-Identifier: MIT */
/* What each signal does to a process that handles none. */
#include "observe.h"

/* In the parent's group, which is an orphaned one, terminal stops would be ignored. */
static pid_t in_own_group(void)
{
	pid_t pid;
	posix_spawnattr_t attributes;
	char *argv[] = { "again", "pause", NULL };
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
	int error = posix_spawn(&pid, "/proc/self/exe", NULL, &attributes, argv, environ);
	if (!error) return pid;
	say("posix_spawn: %s", errno_name(error));
	_exit(97);
}

static void each(int signal)
{
	int status = 0;
	pid_t pid = in_own_group();
	kill(pid, signal);
	/* Ignored ones leave it alive for SIGTERM. */
	switch (signal) {
	case SIGCHLD: case SIGURG: case SIGWINCH: case SIGCONT:
		kill(pid, SIGTERM);
		break;
	}
	waitpid(pid, &status, WUNTRACED);
	say("%s: %s", signal_name(signal), ending(status));
	if (WIFSTOPPED(status)) {
		kill(pid, SIGKILL);
		ended(pid);
	}
}

int main(int argc, char **argv)
{
	(void)argv;
	if (argc > 1) for (;;) pause();
	for (int signal = 1; signal < 32; signal++) {
		if (signal != 16) each(signal);
	}
	each(SIGRTMIN);
	each(SIGRTMAX);
	ok("kill with signal 0", kill(getpid(), 0));
	ok("kill with signal 65", kill(getpid(), 65));
	ok("kill of nobody", kill(99999, SIGTERM));
	ok("kill of nobody with signal 0", kill(99999, 0));
	return 0;
}
