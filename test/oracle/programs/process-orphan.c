/* SPDX-License-Identifier: MIT */
/* Who becomes the parent of a process whose parent ended. */
#include "observe.h"

#include <sys/prctl.h>

static int child(const char *mode, const char *argument)
{
	if (!strcmp(mode, "parent")) {
		again("grandchild", argument);
		return 0;
	}
	for (int i = 0; i < 400 && getppid() != atoi(argument); i++) sleep_ms(5);
	yes(atoi(argument) == 1 ? "the new parent is init" : "the new parent is the subreaper",
		getppid() == atoi(argument));
	return atoi(argument) == 1 ? 0 : 12;
}

int main(int argc, char **argv)
{
	int status, fds[2];
	char byte, self[16];
	if (argc > 2) return child(argv[1], argv[2]);
	need("pipe", pipe(fds));
	say("the parent of an orphan: %s", ending(ended(again("parent", "1"))));
	close(fds[1]);
	show("the pipe's end tells of the grandchild's", read(fds[0], &byte, 1));
	ok("wait after that", wait(&status));

	ok("become a subreaper", prctl(PR_SET_CHILD_SUBREAPER, 1));
	snprintf(self, sizeof self, "%d", getpid());
	say("the parent of an adopted one: %s", ending(ended(again("parent", self))));
	yes("wait gets the grandchild", wait(&status) > 0);
	say("it %s", ending(status));
	return 0;
}
