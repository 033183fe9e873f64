/* SPDX-License-Identifier: MIT */
/* Job control: foreground and background groups of a terminal, and the keys that signal them. */
#include "observe.h"

#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>

static int spawned(const char *mode, pid_t *pid)
{
	posix_spawnattr_t attributes;
	char *argv[] = { "job", (char *)mode, NULL };
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
	return posix_spawn(pid, "/proc/self/exe", NULL, &attributes, argv, environ);
}

static int job(const char *mode)
{
	char byte;
	int terminal = open("/dev/tty", O_RDWR);
	if (!strcmp(mode, "reads")) {
		show("job: read", read(terminal, &byte, 1));
		return 5;
	}
	if (!strcmp(mode, "sets")) {
		struct termios settings;
		tcgetattr(terminal, &settings);
		ok("job: tcsetattr", tcsetattr(terminal, TCSANOW, &settings));
		return 6;
	}
	for (;;) pause();
}

static void wait_for(const char *label, pid_t pid)
{
	int status = 0;
	waitpid(pid, &status, WUNTRACED);
	say("%s: %s", label, ending(status));
}

static void wakes(const char *label, int terminal, pid_t pid)
{
	ok(label, tcsetpgrp(terminal, pid));
	kill(-pid, SIGCONT);
}

static int shell(const char *name)
{
	pid_t pid;
	setsid();
	signal(SIGTTOU, SIG_IGN);
	int terminal = open(name, O_RDWR);
	int master = atoi(getenv("MASTER"));
	yes("the shell is in the foreground", tcgetpgrp(terminal) == getpgrp());
	spawned("reads", &pid);
	wait_for("a background job that reads", pid);
	wakes("made the foreground", terminal, pid);
	write(master, "x\n", 2);
	wait_for("it", pid);
	tcsetpgrp(terminal, getpgrp());

	signal(SIGTTOU, SIG_DFL);
	spawned("sets", &pid);
	signal(SIGTTOU, SIG_IGN);
	wait_for("a background job that sets the terminal", pid);
	wakes("made the foreground", terminal, pid);
	wait_for("it", pid);

	spawned("pauses", &pid);
	tcsetpgrp(terminal, pid);
	sleep_ms(20);
	write(master, "\032", 1);
	wait_for("the key for stop", pid);
	kill(-pid, SIGCONT);
	write(master, "\003", 1);
	wait_for("the key for interrupt", pid);
	spawned("pauses", &pid);
	tcsetpgrp(terminal, pid);
	sleep_ms(20);
	write(master, "\034", 1);
	wait_for("the key for quit", pid);
	ok("tcsetpgrp of a group that is gone", tcsetpgrp(terminal, pid));
	show("tcgetsid", tcgetsid(terminal) == getpid());
	ok("TIOCNOTTY", (signal(SIGHUP, SIG_IGN), ioctl(terminal, TIOCNOTTY)));
	ok("open of /dev/tty then", open("/dev/tty", O_RDWR));
	return 0;
}

int main(int argc, char **argv)
{
	char name[64], number[16];
	if (argc > 2) return shell(argv[2]);
	if (argc > 1) return job(argv[1]);
	int master = need("openpt", posix_openpt(O_RDWR | O_NOCTTY));
	unlockpt(master);
	ptsname_r(master, name, sizeof name);
	snprintf(number, sizeof number, "%d", master);
	setenv("MASTER", number, 1);
	say("shell: %s", ending(ended(again("shell", name))));
	return 0;
}
