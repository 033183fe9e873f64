/* SPDX-License-Identifier: MIT */
/*
 * A handler of SIGSEGV that jumps out or makes calls, one fault after another, in main and in a
 * thread; and a fault within the handler.
 */
#include "observe.h"

#include <pthread.h>
#include <setjmp.h>

static int *volatile null_pointer;
static int pipe_fds[2];

static void ends(int signal)
{
	char byte = 0;
	write(pipe_fds[1], "z", 1);
	read(pipe_fds[0], &byte, 1);
	say("the handler of %s makes calls: '%c'", signal_name(signal), byte);
	_exit(41);
}

static void faults_again(int signal)
{
	say("the handler of %s faults", signal_name(signal));
	*null_pointer = 2;
}

static void *in_thread(void *argument)
{
	*null_pointer = 1;
	return argument;
}

int main(int argc, char **argv)
{
	static const char *const modes[] = { "ends", "again", "again open", "thread", "alternate" };
	struct sigaction action = { 0 };
	pthread_t thread;
	if (argc > 1) {
		need("pipe", pipe(pipe_fds));
		action.sa_handler = !strncmp(argv[1], "again", 5) ? faults_again : ends;
		if (!strcmp(argv[1], "again open")) action.sa_flags = SA_NODEFER | SA_RESETHAND;
		if (!strcmp(argv[1], "alternate")) {
			static char stack[65536];
			stack_t other = { .ss_sp = stack, .ss_size = sizeof stack };
			ok("sigaltstack", sigaltstack(&other, NULL));
			action.sa_flags = SA_ONSTACK;
		}
		sigaction(SIGSEGV, &action, NULL);
		if (!strcmp(argv[1], "thread")) {
			pthread_create(&thread, NULL, in_thread, NULL);
			pthread_join(thread, NULL);
		}
		*null_pointer = 1;
		return 0;
	}
	for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
		say("%s: %s", modes[i], ending(ended(again(modes[i], NULL))));
	return 0;
}
