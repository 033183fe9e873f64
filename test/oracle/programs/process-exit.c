/* SPDX-License-Identifier: MIT */
/* How processes end, and what their parent learns of it. */
#include "observe.h"

#include <pthread.h>

static void at_exit_first(void) { say("atexit: first registered, last run"); }
static void at_exit_second(void) { say("atexit: second registered, first run"); }

static void *exits(void *argument)
{
	(void)argument;
	exit(9);
}

static void *returns(void *argument)
{
	(void)argument;
	sleep_ms(20);
	say("a thread goes on after main's pthread_exit");
	return NULL;
}

static int child(const char *mode)
{
	pthread_t thread;
	if (!strcmp(mode, "return")) return 7;
	if (!strcmp(mode, "large")) exit(256 + 3);
	if (!strcmp(mode, "negative")) exit(-1);
	if (!strcmp(mode, "_exit")) {
		atexit(at_exit_first);
		_exit(4);
	}
	if (!strcmp(mode, "atexit")) {
		atexit(at_exit_first);
		atexit(at_exit_second);
		return 0;
	}
	if (!strcmp(mode, "abort")) abort();
	if (!strcmp(mode, "term")) raise(SIGTERM);
	if (!strcmp(mode, "kill")) kill(getpid(), SIGKILL);
	if (!strcmp(mode, "thread exits")) {
		pthread_create(&thread, NULL, exits, NULL);
		for (;;) pause();
	}
	if (!strcmp(mode, "main ends")) {
		pthread_create(&thread, NULL, returns, NULL);
		pthread_exit(NULL);
	}
	if (!strcmp(mode, "buffered")) {
		printf("what stdio holds is written at exit\n");
		return 0;
	}
	if (!strcmp(mode, "lost")) {
		printf("what stdio holds is lost at _exit\n");
		_exit(0);
	}
	return 96;
}

int main(int argc, char **argv)
{
	static const char *const modes[] = {
		"return", "large", "negative", "_exit", "atexit", "abort", "term", "kill",
		"thread exits", "main ends", "buffered", "lost",
	};
	if (argc > 1) return child(argv[1]);
	for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
		int status = ended(again(modes[i], NULL));
		say("%s: %s", modes[i], ending(status));
	}
	return 5;
}
