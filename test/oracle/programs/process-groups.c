/* SPDX-License-Identifier: MIT */
/* Process groups and sessions. */
#include "observe.h"

static int child(const char *mode)
{
	if (!strcmp(mode, "session")) {
		yes("setsid", setsid() == getpid());
		yes("getsid is the own pid", getsid(0) == getpid());
		yes("getpgrp is the own pid", getpgrp() == getpid());
		ok("setsid again", setsid());
		ok("setpgid of a session's leader", setpgid(0, 0));
		ok("open /dev/tty without a terminal", open("/dev/tty", O_RDWR));
		return 0;
	}
	for (;;) pause();
}

int main(int argc, char **argv)
{
	int status;
	if (argc > 1) return child(argv[1]);
	say("session: %s", ending(ended(again("session", NULL))));

	pid_t first = again("pause", NULL), second = again("pause", NULL);
	yes("a child is in the parent's group", getpgid(first) == getpgrp());
	ok("setpgid of a child after its exec", setpgid(first, first));
	posix_spawnattr_t attributes;
	char *words[] = { "again", "pause", NULL };
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
	pid_t leader, member;
	code("spawn a leader", posix_spawn(&leader, "/proc/self/exe", NULL, &attributes, words,
		environ));
	posix_spawnattr_setpgroup(&attributes, leader);
	code("spawn a member", posix_spawn(&member, "/proc/self/exe", NULL, &attributes, words,
		environ));
	yes("the leader's group", getpgid(leader) == leader);
	yes("the member's group", getpgid(member) == leader);
	yes("the member's session is the parent's", getsid(member) == getsid(0));
	ok("kill the group", kill(-leader, SIGUSR1));
	yes("one of the group ended", waitpid(-leader, &status, 0) > 0);
	say("it was %s", ending(status));
	yes("the other ended", waitpid(-leader, &status, 0) > 0);
	say("it was %s", ending(status));
	ok("nobody of the group is left", waitpid(-leader, &status, 0));
	ok("kill a group that is gone", kill(-leader, SIGTERM));
	ok("getpgid of one that is gone", getpgid(leader));
	ok("setpgid of a stranger", setpgid(1, 1));
	ok("setpgid to a group that is not there", setpgid(0, leader));
	ok("setpgid negative", setpgid(0, -5));
	kill(first, SIGTERM);
	kill(second, SIGTERM);
	say("first %s", ending(ended(first)));
	say("second %s", ending(ended(second)));
	ok("tcgetpgrp of a file", tcgetpgrp(1));
	return 0;
}
