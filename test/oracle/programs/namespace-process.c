/* SPDX-License-Identifier: MIT */
/* Namespaces of process ids and of users: what is seen inside and outside. */
#include "observe.h"

#include <sched.h>

static int child(const char *mode, const char *argument)
{
	if (!strcmp(mode, "first")) {
		show("inside, the pid of the first", getpid());
		show("its parent", getppid());
		ok("signals to the outside", kill(atoi(argument), 0));
		pid_t pid = again("second", NULL);
		say("the second %s", ending(ended(pid)));
		show("its pid was", pid);
		again("pause", NULL);
			return 23;
	}
	if (!strcmp(mode, "second")) {
		show("its own view", getpid());
		show("its parent", getppid());
		return 24;
	}
	for (;;) pause();
}

static void write_to(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY);
	long result = write(fd, text, strlen(text));
	ok(path, result);
	close(fd);
}

static void users(void)
{
	ok("unshare of users", unshare(CLONE_NEWUSER));
	show("uid without a map", getuid());
	write_to("/proc/self/setgroups", "deny");
	write_to("/proc/self/uid_map", "0 0 1");
	write_to("/proc/self/gid_map", "0 0 1");
	write_to("/proc/self/uid_map", "0 0 1");
	show("uid with a map", getuid());
	ok("setuid to one without a map", setuid(1000));
	ok("a host name of the outer", sethostname("x", 1));
	ok("unshare of the host name", unshare(CLONE_NEWUTS));
	ok("a host name of its own", sethostname("x", 1));
	close(open("made", O_WRONLY | O_CREAT, 0600));
	ok("chown to one without a map", chown("made", 1000, 1000));
}

int main(int argc, char **argv)
{
	char number[16];
	int status;
	if (argc > 1) return child(argv[1], argv[2]);
	snprintf(number, sizeof number, "%d", getpid());
	ok("unshare of process ids", unshare(CLONE_NEWPID));
	yes("the own one stays", atoi(number) == getpid());
	pid_t pid = again("first", number);
	status = ended(pid);
	yes("outside its pid is another", pid != 1);
	say("the first %s", ending(status));
	ok("everything inside ended with it", waitpid(-1, &status, 0));
	char *words[] = { "again", "second", NULL };
	code("nothing can start inside any more",
		posix_spawn(&pid, "/proc/self/exe", NULL, NULL, words, environ));
	users();
	return 0;
}
