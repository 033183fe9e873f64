/* SPDX-License-Identifier: MIT */
/* Stop and continue: a stopped process does nothing, a continued one goes on where it was. */
#include "observe.h"

static int child(int out)
{
	for (int i = 0; i < 1000; i++) {
		write(out, "x", 1);
		sleep_ms(5);
	}
	return 0;
}

static void on_cont(int signal)
{
	say("handler of %s", signal_name(signal));
}

static void on_term(int signal)
{
	say("handler of %s", signal_name(signal));
	_exit(21);
}

static int stops_itself(void)
{
	signal(SIGCONT, on_cont);
	signal(SIGTERM, on_term);
	say("stops itself");
	raise(SIGSTOP);
	say("goes on");
	raise(SIGTSTP);
	say("goes on again");
	raise(SIGSTOP);
	return 20;
}

int main(int argc, char **argv)
{
	int fds[2], status;
	char bytes[2000], number[16];
	if (argc > 2) return child(atoi(argv[2]));
	if (argc > 1) return stops_itself();
	need("pipe", pipe2(fds, O_NONBLOCK));
	snprintf(number, sizeof number, "%d", fds[1]);
	pid_t pid = again("writes", number);
	sleep_ms(50);
	kill(pid, SIGSTOP);
	waitpid(pid, &status, WUNTRACED);
	yes("it ran", read(fds[0], bytes, sizeof bytes) > 0);
	sleep_ms(50);
	ok("a stopped one writes nothing", read(fds[0], bytes, sizeof bytes));
	kill(pid, SIGCONT);
	sleep_ms(50);
	yes("a continued one writes", read(fds[0], bytes, sizeof bytes) > 0);
	kill(pid, SIGSTOP);
	waitpid(pid, &status, WUNTRACED);
	kill(pid, SIGKILL);
	say("SIGKILL reaches a stopped one: %s", ending(ended(pid)));

	pid = again("stops", NULL);
	waitpid(pid, &status, WUNTRACED);
	say("it %s", ending(status));
	kill(pid, SIGCONT);
	waitpid(pid, &status, WUNTRACED);
	say("it %s", ending(status));
	kill(pid, SIGCONT);
	waitpid(pid, &status, WUNTRACED);
	say("it %s", ending(status));
	kill(pid, SIGTERM);
	sleep_ms(20);
	show("SIGTERM waits while it is stopped", waitpid(pid, &status, WNOHANG));
	kill(pid, SIGCONT);
	say("it %s", ending(ended(pid)));
	return 0;
}
